const KEY = "watchroom.stationId";

/** What a tab keeps over its loads. */
type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem">;
type StationId = {
  readonly id: string;
  /** The page goes: whoever comes after it in this tab is the same station. */
  leave(): void;
  /** The page that had gone is shown again, as by "Back". */
  back(): void;
};

/**
 * The name of this tab for all its lines and loads while `operatorId` sits at it; of each person their own, since what the
 * one before has heard is no word of the next. It lies in the tab only between two pages: a tab that is duplicated copies
 * what lies there, and must not find the name of a page that is still open. A page that crashes takes its name with it.
 */
export function takeStationId(operatorId: string, kept: Kept = sessionStorage): StationId {
  const key = `${KEY} ${operatorId}`;
  const id = kept.getItem(key) ?? newStationId();
  const back = (): void => kept.removeItem(key);
  back();
  return { id, back, leave: () => kept.setItem(key, id) };
}

/** Not `randomUUID`: browsers keep that from pages on a plain network. */
const newStationId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
