import type { Route, SessionView } from "@watchroom/shared/session";
import type { CommandRequest, CuffArm, Payload, RoomView } from "@watchroom/shared/wire";
import type { Operator, Visit } from "./operator.ts";
import { nextDose, PHYSICIAN, planFor, usualPrescription } from "./prescription.ts";

type Plan = {
  readonly room: string;
  readonly route: Route;
  readonly weightKg: number;
  /** The patient's pressure at this minute of the usual course. */
  pressure(minute: number): { readonly systolic: number; readonly diastolic: number };
};

const DOSES_MAX = 20;
const BEFORE_DOSE_MIN = 3;
/** Initials of people who do not exist, by turns. */
const INITIALS = [
  "A. L.",
  "M. K.",
  "J. S.",
  "R. O.",
  "E. B.",
  "T. N.",
  "F. G.",
  "S. W.",
  "C. D.",
  "P. H.",
  "L. V.",
  "H. F.",
  "D. G.",
  "B. I.",
  "K. R.",
  "N. P.",
  "V. A.",
  "O. M.",
  "G. T.",
  "I. C.",
  "W. E.",
  "Y. S.",
  "Z. B.",
  "Q. L.",
];
const initialsAt = (index: number): string => INITIALS[index % INITIALS.length] ?? "A. L.";

/** Who lies in a simulated room: a number of its own, and nothing that a real person has. */
const patientAt = (index: number) => ({
  recordNumber: `SIM-${String(index + 1).padStart(4, "0")}`,
  birthDate: null,
  name: null,
});

/** The pre-session check as the protocol expects it, and the plan of an infusion: what a course begins with. */
async function prepare({ command }: Visit, roomId: string, { preCheck, protocol }: SessionView, weightKg: number) {
  const answers = preCheck.items.map(({ id, expected }) => ({ item: id, answer: expected }));
  const answered =
    answers.length === 0
      ? null
      : await command({ name: "answerPreCheck", payload: { roomId, answers, confirmedFrom: null } });
  if (answered?.ok === false || protocol.dosing.form !== "infusion") return answered;
  return command({ name: "setDosePlan", payload: { roomId, plan: planFor(protocol, weightKg) } });
}

/** A course that is simulated goes on though its patient's pressure would hold the first dose; the record says who decided. */
async function recordDose(command: Visit["command"], payload: Payload<"recordDose">) {
  const recorded = await command({ name: "recordDose", payload });
  if (recorded.ok || recorded.code !== "hold") return recorded;
  const despite = { physician: PHYSICIAN, reason: "Simulated course, given all the same." };
  return command({ name: "recordDose", payload: { ...payload, despite } });
}

/** Records what comes before the dose, then one dose after another, as far as they are in the past. Returns what was refused. */
async function recordUsual(visit: Visit, roomId: string, plan: Plan, doseAt: number, now: number) {
  const { look, command } = visit;
  const running = (await look()).find((room) => room.roomId === roomId)?.session;
  const prepared = running ? await prepare(visit, roomId, running, plan.weightKg) : null;
  if (prepared?.ok === false) return prepared.message;
  const order = usualPrescription(plan.route, plan.weightKg);
  const at = doseAt - BEFORE_DOSE_MIN * 60_000;
  const noted = await command({
    name: "enterPressure",
    payload: { roomId, ...plan.pressure(-BEFORE_DOSE_MIN), at },
  });
  if (!noted.ok) return noted.message;
  for (let turn = 0; turn < DOSES_MAX; turn += 1) {
    const session = (await look()).find((room) => room.roomId === roomId)?.session;
    const dose = session ? nextDose(order, session, doseAt, now) : null;
    if (dose === null) return null;
    const recorded = await recordDose(command, { roomId, ...dose });
    if (!recorded.ok) return recorded.message;
  }
  return null;
}

/**
 * Starts a session in each room that has none. What the usual course had given in the last `fromMin` minutes is recorded
 * for then; all that comes after it is for a person to record. Returns what went wrong, a sentence each.
 */
export async function startSessions(
  by: Operator,
  plans: readonly Plan[],
  { fromMin, cuffArm }: { fromMin: number; cuffArm: CuffArm },
  now: number,
): Promise<string[]> {
  const troubles: string[] = [];
  const visited = await by.visit(async (visit) => {
    const rooms = await visit.look();
    for (const [index, plan] of plans.entries()) {
      const { room, route } = plan;
      const roomId = rooms.find(({ name }) => name === room)?.roomId ?? "";
      const patient = patientAt(index);
      const payload = { roomId, initials: initialsAt(index), patient, route, includeEarlier: true, cuffArm };
      const started = await visit.command({ name: "startSession", payload });
      const doseAt = Math.round(now - fromMin * 60_000);
      const isDosed = started.ok && fromMin >= 0;
      const refused = isDosed ? await recordUsual(visit, roomId, plan, doseAt, now) : null;
      const trouble = started.ok ? refused : started.message;
      if (trouble !== null) troubles.push(`${room}: ${trouble}`);
    }
  });
  return visited.ok ? troubles : [...troubles, visited.message];
}

function ending({ roomId, session }: Pick<RoomView, "roomId" | "session">): CommandRequest {
  if (session === null) return { name: "clearRoom", payload: { roomId } };
  const how = session.doseAt === null ? "notTreated" : "stoppedEarly";
  return { name: "endSession", payload: { roomId, how, reason: "The simulation was ended." } };
}

/** Ends what runs in these rooms, session or watch, so that no alarm stays behind for a patient who never was. */
export async function clearRooms(by: Operator, names: readonly string[]): Promise<string[]> {
  const troubles: string[] = [];
  const visited = await by.visit(async ({ look, command }) => {
    const rooms = (await look()).filter((room) => names.includes(room.name));
    for (const room of rooms) {
      if (room.session === null && room.watchingSince === null) continue;
      const cleared = await command(ending(room));
      if (!cleared.ok) troubles.push(`${room.name}: ${cleared.message}`);
    }
  });
  return visited.ok ? troubles : [...troubles, visited.message];
}
