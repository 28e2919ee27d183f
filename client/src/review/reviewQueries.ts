import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  ALARM_REVIEW_PATH,
  type AnnotationsBody,
  EpisodesAnswer,
  LoadAnswer,
  type ReviewsBody,
  StripAnswer,
} from "@watchroom/shared/alarm-review";
import { ErrorBody } from "@watchroom/shared/http";
import { ApiFailure, callApi, getJson } from "../live/api.ts";
import { browserTimeZone } from "../sessions/timeZone.ts";

const REVIEW = "alarm-review";
const LIST_EVERY_MS = 30_000;
const KEPT_MS = 60_000;

/** A list of alarms, page by page; asked for again while it is looked at. */
export const useEpisodes = (asked: URLSearchParams) =>
  useInfiniteQuery<EpisodesAnswer, ApiFailure, { pages: EpisodesAnswer[] }, readonly string[], string | null>({
    queryKey: [REVIEW, "episodes", asked.toString()],
    queryFn({ pageParam }) {
      const params = new URLSearchParams(asked);
      if (pageParam !== null) params.set("cursor", pageParam);
      return getJson(`${ALARM_REVIEW_PATH}/episodes?${params}`, EpisodesAnswer);
    },
    initialPageParam: null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: LIST_EVERY_MS,
  });

export const useStrip = (episodeId: string) =>
  useQuery<StripAnswer, ApiFailure>({
    queryKey: [REVIEW, "strip", episodeId],
    queryFn: () => getJson(`${ALARM_REVIEW_PATH}/episodes/${encodeURIComponent(episodeId)}/strip`, StripAnswer),
    // An alarm that is still there goes on.
    refetchInterval: ({ state }) => state.data?.episode.endedAt === null && LIST_EVERY_MS,
  });

/** `to` null: until now. */
export const useLoad = (from: number, to: number | null, isAsked = true) =>
  useQuery<LoadAnswer, ApiFailure>({
    queryKey: [REVIEW, "load", from, to],
    queryFn() {
      const params = new URLSearchParams({ from: String(from), timeZone: browserTimeZone() });
      if (to !== null) params.set("to", String(to));
      return getJson(`${ALARM_REVIEW_PATH}/load?${params}`, LoadAnswer);
    },
    enabled: isAsked,
  });

/** What a person says of alarms; all that shows them is read again before it counts as done. */
function useWord<Body>(path: string) {
  const queries = useQueryClient();
  return useMutation<unknown, ApiFailure, Body>({
    mutationFn: (body) => callApi("POST", `${ALARM_REVIEW_PATH}/${path}`, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: [REVIEW] }),
  });
}
export const useAnnotate = () => useWord<AnnotationsBody>("annotations");
export const useReview = () => useWord<ReviewsBody>("reviews");

/** Takes a file from the server and hands it to the browser under the server's name for it. */
export const useDownload = () =>
  useMutation<void, ApiFailure, { readonly path: string; readonly name: string }>({
    async mutationFn({ path, name }) {
      const address = URL.createObjectURL(await fileAt(`${ALARM_REVIEW_PATH}/${path}`));
      const link = document.createElement("a");
      link.href = address;
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
    },
  });

async function fileAt(path: string): Promise<Blob> {
  let answer: Response;
  try {
    answer = await fetch(path, { credentials: "same-origin" });
  } catch {
    throw new ApiFailure(0, "no-connection", "The server cannot be reached. Check the network, then try again.");
  }
  if (answer.ok) return await answer.blob();
  const failure = ErrorBody.safeParse(await answer.json().catch(() => null));
  const { code, message } = failure.success
    ? failure.data
    : { code: "unknown", message: `The server answered ${answer.status}. Try again in a moment.` };
  throw new ApiFailure(answer.status, code, message);
}
