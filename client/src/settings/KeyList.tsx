import { HELP_KEY } from "../wall/TileName.tsx";

const KEYS = [
  ["Arrows", "On the wall: from tile to tile"],
  ["1 to 9", "On the wall: to the tile in that place"],
  ["Enter", "On a tile: opens its room"],
  [HELP_KEY, "On a tile: calls for help in its room"],
  ["Escape", "In a room: back to the wall"],
  ["← →", "In an alarm's review: to the one before, to the next"],
] as const;

/** What the keyboard does besides Tab. */
export const KeyList = () => (
  <fieldset className="field">
    <legend>Keys</legend>
    <dl className="keyList">
      {KEYS.map(([key, what]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  </fieldset>
);
