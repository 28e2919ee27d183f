import { useMutation } from "@tanstack/react-query";
import { ErrorBody } from "@watchroom/shared/http";
import { ApiFailure } from "../live/api.ts";
import { sessionBase } from "./sessionQueries.ts";
import { browserTimeZone } from "./timeZone.ts";

export type Paper = "a4" | "letter";
const KEPT_MS = 60_000;

async function fetchPdf(sessionId: string, paper: Paper): Promise<Blob> {
  const asked = new URLSearchParams({ paper, timeZone: browserTimeZone() });
  let answer: Response;
  try {
    answer = await fetch(`${sessionBase(sessionId)}/report.pdf?${asked}`, { credentials: "same-origin" });
  } catch {
    throw new ApiFailure(0, "no-connection", "The server cannot be reached. Check the network, then try again.");
  }
  if (answer.ok) return await answer.blob();
  const failure = ErrorBody.safeParse(await answer.json().catch(() => null));
  const message = failure.success
    ? failure.data.message
    : `The server answered ${answer.status}. Try again in a moment.`;
  throw new ApiFailure(answer.status, failure.success ? failure.data.code : "unknown", message);
}

/** Makes the PDF on the server and hands it to the browser as a file. It takes seconds: `isPending` meanwhile. */
export const usePdf = (sessionId: string, isSimulated: boolean) =>
  useMutation<void, ApiFailure, Paper>({
    mutationFn: async (paper) => {
      const address = URL.createObjectURL(await fetchPdf(sessionId, paper));
      const link = document.createElement("a");
      link.href = address;
      link.download = `watchroom-${sessionId}${isSimulated ? "-simulated" : ""}.pdf`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
    },
  });
