import { openPreCheck, type PreCheckItem } from "@watchroom/shared/precheck";
import { type Act, type Care, chanceOf, MINUTE_MS, type Rule, type Scene, type SeenRoom } from "./demo-scene.ts";
import { nextDose, PHYSICIAN, planFor } from "./prescription.ts";

/** Check-in and baseline before the dose; our choice, as all times of this nurse are. */
export const ARRIVES_MIN = -7;
const CHECKS_IN_MIN = -6.7;
const BASELINE_MIN = -5;
const PLANS_MIN = -2.5;
/** The questions are asked group by group. */
const ASKS_MIN: Readonly<Record<PreCheckItem["group"], number>> = {
  contraindication: -6.3,
  medicine: -5.8,
  preparation: -5.4,
};
/** The physician is asked, and says so. */
const DECIDES_AFTER_MS = 45_000;
/** A pressure that holds the dose is measured again after a rest (clinical.md 2.2: recheck after 3 to 5 min). */
const RESTS_MS = 3 * MINUTE_MS;
const HOLDS_MAX = 1;
/** Of people are not treated that day; our choice. */
const UNWELL_SHARE = 0.04;
const SENT_HOME_SHARE = 0.12;
const GOES_HOME_MIN = -1.5;

const isBefore = ({ session }: Scene): boolean => session.doses.length === 0;
/** The dose was given before the demo began: what belongs before it is entered at once. */
const isLate = ({ care, now }: Scene): boolean => now >= care.plannedAt;
const isMinute = ({ care, now }: Scene, minute: number): boolean => now >= care.plannedAt + minute * MINUTE_MS;

export function checkIn(care: Care, { roomId }: Pick<SeenRoom, "roomId">, now: number): Act | null {
  const { person, ordered, includeEarlier, cuffArm, plannedAt } = care;
  if (now < plannedAt + CHECKS_IN_MIN * MINUTE_MS) return null;
  const { initials, patient } = person;
  const payload = { roomId, initials, patient, route: ordered.route, includeEarlier, cuffArm };
  return { id: "start", request: { name: "startSession", payload } };
}

const askQuestions: Rule = (scene) => {
  const { care, session, room } = scene;
  if (!isBefore(scene)) return null;
  const { unanswered } = openPreCheck(session.preCheck);
  const now = unanswered.filter(({ group }) => isLate(scene) || isMinute(scene, ASKS_MIN[group]));
  if (now.length === 0) return null;
  const objects = (id: string) => care.person.objection?.item === id;
  const answers = now.map(({ id, expected }) => {
    const other = expected === "yes" ? ("no" as const) : ("yes" as const);
    return { item: id, answer: objects(id) ? other : expected };
  });
  const payload = { roomId: room.roomId, answers, confirmedFrom: null };
  return { id: `questions ${now[0]?.id}`, request: { name: "answerPreCheck", payload } };
};

const goesHome = ({ care, session }: Scene): string | null => {
  if (care.since > 0) return null;
  const { undecided } = openPreCheck(session.preCheck);
  const chance = chanceOf(`home ${session.sessionId}`);
  if (undecided.length > 0 && chance < SENT_HOME_SHARE) return `${PHYSICIAN}: not today, a new date is made.`;
  return chance > 1 - UNWELL_SHARE ? "Has a cold and feels unwell: a new date is made." : null;
};

const notTreated: Rule = (scene) => {
  const reason = isBefore(scene) && isMinute(scene, GOES_HOME_MIN) ? goesHome(scene) : null;
  if (reason === null) return null;
  const payload = { roomId: scene.room.roomId, how: "notTreated" as const, reason };
  return { id: "not treated", request: { name: "endSession", payload } };
};

const decide: Rule = (scene) => {
  const { care, session, room, now } = scene;
  const { unanswered, undecided } = openPreCheck(session.preCheck);
  if (!isBefore(scene) || unanswered.length > 0 || undecided.length === 0 || goesHome(scene) !== null) return null;
  const answeredAt = Math.max(...session.preCheck.answers.map(({ at }) => at));
  if (!isLate(scene) && now < answeredAt + DECIDES_AFTER_MS) return null;
  const reason = care.person.objection?.reason ?? "Asked again and seen: may go on.";
  const payload = { roomId: room.roomId, decision: { physician: PHYSICIAN, reason } };
  return { id: "decide", request: { name: "decidePreCheck", payload } };
};

const enterBaseline: Rule = (scene) => {
  const { session, room } = scene;
  if (session.phase !== "checkIn" || !isBefore(scene) || isLate(scene) || !isMinute(scene, BASELINE_MIN)) return null;
  return {
    id: "baseline",
    request: { name: "setPhase", payload: { roomId: room.roomId, phase: "baseline", at: null } },
  };
};

/** Those before the dose are entered before it, so that the last of them is the baseline. */
const notePressure: Rule = (scene) => {
  const { care, room, memory } = scene;
  const isOpen = (at: number) => at < care.plannedAt === isBefore(scene) && !memory.isSettled(`pressure ${at}`);
  const at = care.notedAt.find(isOpen);
  if (at === undefined) return null;
  const payload = { roomId: room.roomId, ...care.pressure(at), at };
  return { id: `pressure ${at}`, request: { name: "enterPressure", payload } };
};

const planInfusion: Rule = (scene) => {
  const { care, session, room } = scene;
  const { protocol, dosePlan } = session;
  if (protocol.dosing.form !== "infusion" || dosePlan !== null) return null;
  if (!isBefore(scene) || !isMinute(scene, PLANS_MIN)) return null;
  const plan = planFor(protocol, care.weightKg);
  return { id: "plan", request: { name: "setDosePlan", payload: { roomId: room.roomId, plan } } };
};

/**
 * Held for the pressure, the first dose waits for a rest and another value; held once more, a physician decides. What was
 * given before the demo began was given, so its entry does not wait.
 */
const dose: Rule = ({ care, session, room, now, memory }) => {
  const entry = nextDose(care.ordered, session, care.plannedAt, now);
  if (entry === null) return null;
  const { held } = memory;
  const wasGiven = care.plannedAt < care.since;
  if (held !== null && !wasGiven && now < held.at + RESTS_MS) return null;
  const reason = "Rested and measured again, at the usual level: may begin.";
  const despite = held !== null && (wasGiven || held.times > HOLDS_MAX) ? { physician: PHYSICIAN, reason } : undefined;
  // A dose that had to wait is given when it is given.
  const at = held === null || wasGiven ? entry.at : null;
  const payload = { roomId: room.roomId, ...entry, at, ...(despite === undefined ? {} : { despite }) };
  return { id: `dose ${session.doses.length}`, request: { name: "recordDose", payload } };
};

/** From check-in to the last dose, in the order in which they are tried. */
export const CHECK_IN_RULES: readonly Rule[] = [
  askQuestions,
  enterBaseline,
  notePressure,
  planInfusion,
  notTreated,
  decide,
  dose,
];
