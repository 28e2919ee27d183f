import { PATHS } from "@watchroom/shared/http";
import { ok } from "@watchroom/shared/result";
import type { Clock, EpochMs, RoomId, SessionId } from "@watchroom/shared/time";
import type { Directory } from "../auth/directory.ts";
import type { SessionRow, StoreClient } from "../store/store.ts";
import type { Ward } from "../ward/ward.ts";
import type { Answer } from "./route.ts";

export type SpanParts = {
  readonly directory: Directory;
  readonly store: StoreClient;
  readonly ward: Ward;
  readonly clock: Clock;
};

/** A stretch of one room's record. `isFree`: nothing is watched there, and what was belongs to the patient before. */
export type Span = { readonly roomId: RoomId; readonly from: EpochMs; readonly to: EpochMs; readonly isFree: boolean };

/** Whose record is asked for: a room's present watch, or a session, running or ended. */
export type Subject = {
  readonly path: string;
  readonly of: string;
  readonly fails: readonly ["no-such-room"] | readonly ["no-such-session"];
  span(parts: SpanParts, params: Readonly<Record<string, string>>): Promise<Answer<Span>>;
};

/** From the start of the room's present record until now; of a free room, nothing. */
const ROOM: Subject = {
  path: `${PATHS.rooms}/:roomId`,
  of: "the room's present watch",
  fails: ["no-such-room"],
  async span({ directory, ward, clock }, { roomId }) {
    const room = directory.rooms().find((one) => one.roomId === roomId);
    if (room === undefined) return { ok: false, code: "no-such-room", message: "There is no such room." };
    const { wall } = clock.now();
    const from = ward.recordFrom(room.roomId) as EpochMs | null;
    return ok({ roomId: room.roomId, from: from ?? wall, to: wall, isFree: from === null });
  },
};

/** From where a session's record begins to its end, or to now. */
const SESSION: Subject = {
  path: `${PATHS.sessions}/:sessionId`,
  of: "the session",
  fails: ["no-such-session"],
  async span(parts, params) {
    const session = await sessionOf(parts, params);
    if (!session.ok) return session;
    const { roomId, recordFrom, endedAt } = session.value;
    return ok({ roomId, from: recordFrom, to: endedAt ?? parts.clock.now().wall, isFree: false });
  },
};

export const SUBJECTS = [ROOM, SESSION] as const;

export async function sessionOf(
  { store }: Pick<SpanParts, "store">,
  { sessionId = "" }: Readonly<Record<string, string>>,
): Promise<Answer<SessionRow>> {
  const session = await store.session(sessionId as SessionId);
  return session ? ok(session) : { ok: false, code: "no-such-session", message: "There is no such session." };
}
