const KEY = "watchroom.stationId";
/** A page that is loaded again asks while the browser still ends the old one; a tab that was duplicated waits in vain. */
const WAIT_MS = 300;

type Lock = (held: unknown) => Promise<void>;
/** What is needed of a browser: its locks, which pages on a plain network do not get, and what a tab keeps. */
type Tab = {
  readonly locks: { request(name: string, how: { signal: AbortSignal }, held: Lock): Promise<unknown> } | undefined;
  readonly kept: Pick<Storage, "getItem" | "setItem">;
};
export type HeldStationId = { readonly id: Promise<string>; readonly release: () => void };

/**
 * The name of this tab for all its lines and loads while `operatorId` sits at it, held until it is released: a tab that was
 * duplicated has copied it, and gets one of its own. Without locks each load has its own. `id` never rejects.
 */
export function holdStationId(
  operatorId: string,
  tab: Tab = { locks: navigator.locks, kept: sessionStorage },
): HeldStationId {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { id: takeId(operatorId, tab, released), release };
}

async function takeId(operatorId: string, { locks, kept }: Tab, released: Promise<void>): Promise<string> {
  const fresh = newStationId();
  if (locks === undefined) return fresh;
  const isFree = (id: string): Promise<boolean> =>
    new Promise((tell) => {
      const isHeld: Lock = () => {
        tell(true);
        return released;
      };
      // Refused outright, as in a frame without an origin, is not free either.
      locks.request(`${KEY} ${id}`, { signal: AbortSignal.timeout(WAIT_MS) }, isHeld).catch(() => tell(false));
    });
  // Of each person their own: what the one before has heard is no word of the next.
  const key = `${KEY} ${operatorId}`;
  const before = kept.getItem(key);
  if (before !== null && (await isFree(before))) return before;
  if (await isFree(fresh)) kept.setItem(key, fresh);
  return fresh;
}

/** Not `randomUUID`: browsers keep that from pages on a plain network. */
const newStationId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
