import { PATHS, ReadingsAnswer } from "@watchroom/shared/http";
import type { Address } from "./clinic.ts";

/** As a device does. Times out as `fetch` does; any other status than 200 is an error. */
export async function sendReadings(
  server: Address,
  token: string,
  readings: readonly object[],
): Promise<ReadingsAnswer> {
  const answer = await fetch(server.url() + PATHS.readings, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ readings }),
  });
  if (answer.status !== 200) throw new Error(`readings were answered ${answer.status}: ${await answer.text()}`);
  return ReadingsAnswer.parse(await answer.json());
}
