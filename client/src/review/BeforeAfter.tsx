import type { Load, LoadAnswer, LoadFigures } from "@watchroom/shared/alarm-review";
import { TableFrame } from "../theme/TableFrame.tsx";
import { changeText, rateText, shareText } from "./loadWords.ts";
import { useLoad } from "./reviewQueries.ts";
import { lengthText } from "./reviewWords.ts";

type Props = {
  readonly days: Load["byDay"];
  readonly day: string | null;
  readonly kind: "real" | "simulated";
  readonly onChoose: (day: string | null) => void;
};

/** The same figures before a day and from it on: what a change of limits, of people or of sensors did. */
export function BeforeAfter({ days, day, kind, onChoose }: Props) {
  const from = days[0]?.from ?? 0;
  const place = days.findIndex((one) => one.day === day);
  const split = days[place]?.from ?? null;
  const isChosen = split !== null && place > 0;
  const before = useLoad(from, (split ?? 0) - 1, isChosen);
  const after = useLoad(split ?? 0, null, isChosen);
  if (!isChosen) {
    return (
      <p className="hint screenOnly">
        {place === 0 ? "Before the first day there is nothing to compare. " : ""}
        Tap the day of a change: the figures before it and from it on stand beside each other.
      </p>
    );
  }
  const problem = before.error ?? after.error;
  return (
    <div className="beforeAfter">
      <div className="row">
        <h3>Before and after {day}</h3>
        <span className="grow" />
        <button type="button" className="button small" onClick={() => onChoose(null)}>
          Close
        </button>
      </div>
      {problem !== null && (
        <p role="alert" className="problem">
          {problem.message}
        </p>
      )}
      {before.data === undefined || after.data === undefined ? (
        problem === null && <p role="status">Counting…</p>
      ) : (
        <Table before={figuresIn(before.data, kind)} after={figuresIn(after.data, kind)} />
      )}
    </div>
  );
}

const figuresIn = (answer: LoadAnswer, kind: Props["kind"]): LoadFigures => answer[kind].figures;
const timeText = (ms: number | null): string => (ms === null ? "–" : lengthText(ms));

function Table({ before, after }: { readonly before: LoadFigures; readonly after: LoadFigures }) {
  const rows = [
    ["Room-hours", before.roomHours.toFixed(1), after.roomHours.toFixed(1), null],
    [
      "Alarms per room-hour",
      rateText(before.perRoomHour),
      rateText(after.perRoomHour),
      changeText(before.perRoomHour, after.perRoomHour),
    ],
    [
      "High per room-hour",
      rateText(before.highPerRoomHour),
      rateText(after.highPerRoomHour),
      changeText(before.highPerRoomHour, after.highPerRoomHour),
    ],
    ["Worth it", shareText(before.actionableShare), shareText(after.actionableShare), null],
    ["Half taken within", timeText(before.acknowledgeMedianMs), timeText(after.acknowledgeMedianMs), null],
    ["Held back", String(before.heldBack), String(after.heldBack), null],
  ] as const;
  return (
    <TableFrame>
      <table>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col" className="number">
              Before
            </th>
            <th scope="col" className="number">
              From then on
            </th>
            <th scope="col">Change</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, was, is, change]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td className="number">{was}</td>
              <td className="number">{is}</td>
              <td>{change}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
