import { PROTOCOLS } from "@watchroom/shared/protocol";
import type { DueCheck, SessionView } from "@watchroom/shared/session";
import { COMMANDS, type CommandRequest } from "@watchroom/shared/wire";

const MINUTE_MS = 60_000;

/** A session as a server would tell it, with what a test wants to be so. */
export function sessionView(over: Partial<SessionView> = {}): SessionView {
  const route = over.route ?? "intravenous";
  const { id, name, version, dosing, observation } = PROTOCOLS[route];
  return {
    sessionId: "s",
    initials: "A. L.",
    route,
    phase: "checkIn",
    startedAt: 0,
    startedBy: "nurse",
    phaseSince: 0,
    doseAt: null,
    dosingEndedAt: null,
    recordFrom: 0,
    simulated: true,
    protocol: { id, name, version, dosing, observation: { minutes: observation.minutes, from: observation.from } },
    doses: [],
    assessments: {},
    baseline: null,
    dues: [],
    release: [],
    ...over,
  };
}

const sedationDue = (dueAt: number, overdueAt: number | null = dueAt + 5 * MINUTE_MS): DueCheck => ({
  checkId: "sedation",
  what: "sedation",
  label: "MOAA/S",
  dueAt,
  overdueAt,
});

/** A pressure at minute 40 of esketamine, and sedation each 20 min. */
function duesOf({ doseAt, assessments, phase, route }: SessionView): DueCheck[] {
  if (doseAt === null || phase === "checkIn" || phase === "baseline") return [];
  const from = Math.max(assessments.sedation?.at ?? 0, doseAt);
  const sedation = sedationDue(from + 20 * MINUTE_MS, from + 30 * MINUTE_MS);
  const pressure = { checkId: "pressure", what: "bloodPressure", label: "40-min BP" } as const;
  const dueAt = doseAt + 40 * MINUTE_MS;
  return route === "intranasal" ? [sedation, { ...pressure, dueAt, overdueAt: null }] : [sedation];
}

function releaseOf(session: SessionView, now: number): SessionView["release"] {
  const { doseAt, assessments, protocol } = session;
  if (doseAt === null) return [];
  const isOver = now >= doseAt + (protocol.observation.minutes + protocol.dosing.plannedMin) * MINUTE_MS;
  const isMet = { sedation: 5, gait: 2, escort: 1 } as const;
  const scales = (["sedation", "gait", "escort"] as const).map((id) => ({
    id,
    label: id,
    state:
      assessments[id]?.value === isMet[id] && (assessments[id]?.at ?? 0) > doseAt
        ? ("met" as const)
        : ("notMet" as const),
    detail: "",
  }));
  return [{ id: "time", label: "Minimum time", state: isOver ? "met" : "notMet", detail: "" }, ...scales];
}

/** A room that takes the nurse's entries as the server does, in as few lines as the nurse's tests need. */
export function createTinyRoom(running: SessionView | null = null) {
  let session = running;
  let sessions = 0;
  const entered: { readonly now: number; readonly request: CommandRequest }[] = [];
  return {
    entered,
    view(now: number) {
      if (session !== null) session = { ...session, dues: duesOf(session), release: releaseOf(session, now) };
      return { roomId: "r1", name: "Room", session, alarms: [] };
    },
    end() {
      session = null;
    },
    startBy(initials: string, route: SessionView["route"], now: number) {
      sessions += 1;
      session = sessionView({ sessionId: `s${sessions}`, initials, route, startedAt: now, phaseSince: now });
    },
    enter(request: CommandRequest, now: number) {
      COMMANDS[request.name].payload.parse(request.payload);
      entered.push({ now, request });
      if (request.name === "startSession") this.startBy(request.payload.initials, request.payload.route, now);
      if (request.name === "release" || request.name === "endSession") session = null;
      if (session === null) return;
      if (request.name === "setPhase") session = { ...session, phase: request.payload.phase };
      if (request.name === "recordDose") {
        const { action, amountMg, lot } = request.payload;
        const at = request.payload.at ?? now;
        const isEnd = action === "end" || action === "stopEarly";
        session = {
          ...session,
          doses: [...session.doses, { at, action, amountMg, lot, by: "nurse" }],
          doseAt: session.doseAt ?? at,
          phase: isEnd ? "observation" : session.doseAt === null ? "dosing" : session.phase,
          dosingEndedAt: isEnd ? at : session.dosingEndedAt,
        };
      }
      if (request.name === "assess") {
        const { assessment, value } = request.payload;
        const known = { value, at: request.payload.at ?? now, by: "nurse" };
        session = { ...session, assessments: { ...session.assessments, [assessment]: known } };
      }
    },
  };
}
