import { ErrorBody, PATHS, ReadingsAnswer } from "@watchroom/shared/http";
import { ok, type Result, refuse } from "@watchroom/shared/result";

export type LinkFailure = "unreachable" | "refused" | "too-fast" | "bad-body" | "server-error";
export type SendAnswer = Result<ReadingsAnswer["results"], LinkFailure>;

/** One way in to the server, for one token. */
export type Link = {
  /** `readings` as they go over the wire: usually good ones. */
  send(readings: readonly unknown[]): Promise<SendAnswer>;
  /** Runs each time the line is there again, where the transport notices it. */
  onReady(run: () => void): void;
  /** Runs when the server asks this device to measure now, where the transport can ask. */
  onMeasure(run: () => void): void;
  /** Takes the line down or up, where the transport has one that the server can see. */
  setUp(isUp: boolean): void;
  close(): void;
};

const ANSWER_MAX_MS = 10_000;

function failureOf(code: string, status: number | null): LinkFailure {
  if (code.startsWith("too-many-") && code !== "too-many-readings") return "too-fast";
  if (code.endsWith("-token") || status === 401 || status === 403) return "refused";
  return status === null || status >= 500 ? "server-error" : "bad-body";
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a proxy's page, not our server's answer: the caller says so
  }
}

/** An answer body of either transport; `status` is null where the transport has none. */
export function parseAnswer(body: unknown, status: number | null): SendAnswer {
  const answer = ReadingsAnswer.safeParse(body);
  if (answer.success) return ok(answer.data.results);
  const error = ErrorBody.safeParse(body);
  if (error.success) return refuse(failureOf(error.data.code, status), error.data.message);
  return refuse(failureOf("", status), `The server answered ${status ?? "something"} that is no answer to readings.`);
}

/** Posts to `/api/v1/readings`: a gateway for many rooms, or one device. */
export function createHttpLink(server: string, token: string): Link {
  return {
    async send(readings) {
      try {
        const response = await fetch(new URL(PATHS.readings, server), {
          method: "POST",
          headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
          body: JSON.stringify({ readings }),
          signal: AbortSignal.timeout(ANSWER_MAX_MS),
        });
        return parseAnswer(readJson(await response.text()), response.status);
      } catch (error) {
        const reason =
          error instanceof Error && error.name === "TimeoutError" ? "does not answer" : "cannot be reached";
        return refuse("unreachable", `${server} ${reason}.`);
      }
    },
    onReady: () => undefined,
    onMeasure: () => undefined,
    setUp: () => undefined,
    close: () => undefined,
  };
}
