import { type AlarmView, compareAlarms, comparePriority, type TechnicalId } from "./alarm.ts";
import type { MetricId } from "./metric.ts";

/** What somebody has to see to, with what follows from it and ends with it. */
export type AlarmGroup = { readonly cause: AlarmView; readonly rest: readonly AlarmView[] };

/** Of one device, what brings what with it: the first that is there is the cause of all that come after it. */
const CAUSES: readonly TechnicalId[] = ["linkLost", "noData", "sensorOff", "sensorFault"];
const CONSEQUENCES: readonly TechnicalId[] = ["noData", "sensorOff", "sensorFault", "signalWeak", "valueStuck"];

/** One cuff value is beyond several limits at once: the first that is there stands for it. */
const PRESSURES: readonly MetricId[] = ["systolic", "diastolic", "mean"];

const deviceOf = ({ condition }: AlarmView): string => condition.slice(condition.indexOf(":") + 1);
const place = (list: readonly TechnicalId[], { technical }: AlarmView): number =>
  technical === null ? -1 : list.indexOf(technical);

type OfOneSide = Pick<AlarmView, "metric" | "side" | "priority">;

/** Pure. Both are limits of a cuff's values on the same side, and `cause` is the one that stands for them of one cuff value. */
export function isBeneathPressure(alarm: OfOneSide, cause: OfOneSide): boolean {
  const [rank, first] = [alarm, cause].map(({ metric }) => (metric === null ? -1 : PRESSURES.indexOf(metric)));
  if (rank === undefined || first === undefined || rank < 0 || first < 0) return false;
  return alarm.side === cause.side && (comparePriority(alarm.priority, cause.priority) || first - rank) < 0;
}

/** Both are of the last measurement, whose values replace all of the one before. */
const isOfSamePressure = (alarm: AlarmView, cause: AlarmView): boolean =>
  alarm.present && cause.present && isBeneathPressure(alarm, cause);

/**
 * Whether `alarm` is there only because `cause` is. A condition of the same device further down the chain; another limit
 * that the same pressure is beyond; or an SpO2 or pulse condition that began when the sensor had already lost its patient,
 * and is over. What is present in a patient is otherwise never anybody's consequence.
 */
function follows(alarm: AlarmView, cause: AlarmView): boolean {
  if (isOfSamePressure(alarm, cause)) return true;
  const rank = place(CAUSES, cause);
  if (rank < 0 || !cause.present) return false;
  if (alarm.kind === "technical") {
    const isBelow = place(CONSEQUENCES, alarm) >= 0 && (place(CAUSES, alarm) < 0 || place(CAUSES, alarm) > rank);
    return isBelow && deviceOf(alarm) === deviceOf(cause);
  }
  const isOfSensor = alarm.metric === "spo2" || alarm.metric === "pulseRate";
  return isOfSensor && alarm.priority !== "high" && !alarm.present && alarm.since >= cause.since;
}

/** A person who looks at the cause only must not miss anything more urgent, nor anything that still calls. */
const isCoveredBy = (alarm: AlarmView, cause: AlarmView): boolean =>
  comparePriority(alarm.priority, cause.priority) <= 0 && (alarm.signal !== "on" || cause.signal === "on");

const isGraveInPatient = ({ kind, priority, present }: AlarmView): boolean =>
  kind === "physiological" && priority === "high" && present;

/** In one room: what is grave in the patient keeps its place though it was taken, and whatever comes to it. */
const compareInRoom = (a: AlarmView, b: AlarmView): number =>
  Number(isGraveInPatient(b)) - Number(isGraveInPatient(a)) || compareAlarms(a, b);

/**
 * Pure. The alarms of one room by their causes, in the order in which a person should look: a high-priority condition that
 * is present in the patient first, taken or not, so the first is not always what still calls (`firstCalling`). Each alarm is in one group;
 * one that is more urgent than its cause, or that is signalled while its cause is acknowledged, stands by itself.
 */
export function groupAlarms(alarms: readonly AlarmView[]): readonly AlarmGroup[] {
  const sorted = [...alarms].sort(compareInRoom);
  const causeOf = (alarm: AlarmView): AlarmView | undefined =>
    sorted
      .filter((cause) => follows(alarm, cause) && isCoveredBy(alarm, cause))
      .sort((a, b) => place(CAUSES, a) - place(CAUSES, b))[0];
  const beneath = new Map(sorted.map((alarm) => [alarm, causeOf(alarm)]));
  return sorted.flatMap((cause) =>
    beneath.get(cause) === undefined
      ? [{ cause, rest: sorted.filter((alarm) => headOf(alarm, beneath) === cause && alarm !== cause) }]
      : [],
  );
}

/** The alarm under which this one is listed at last: a cause may have a cause itself. */
function headOf(alarm: AlarmView, beneath: ReadonlyMap<AlarmView, AlarmView | undefined>): AlarmView {
  const cause = beneath.get(alarm);
  return cause === undefined ? alarm : headOf(cause, beneath);
}

/** Pure. The most urgent that nobody has acknowledged, of alarms in the order of their groups. */
export const firstCalling = (groups: readonly AlarmGroup[]): AlarmView | undefined =>
  inGroups(groups).find(({ signal }) => signal === "on");

/** Pure. The same alarms in one list, each cause before what follows from it. */
export const inGroups = (groups: readonly AlarmGroup[]): readonly AlarmView[] =>
  groups.flatMap(({ cause, rest }) => [cause, ...rest]);

/** "and 2 more from this"; null when nothing follows from it. */
export const restText = ({ rest }: AlarmGroup): string | null =>
  rest.length === 0 ? null : `and ${rest.length} more from this`;
