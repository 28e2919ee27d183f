import { endsDosing } from "@watchroom/shared/dose";
import { PROTOCOLS } from "@watchroom/shared/protocol";
import { type DueCheck, type SessionView, UNKNOWN_PATIENT } from "@watchroom/shared/session";
import { COMMANDS, type CommandRequest, type RoomView } from "@watchroom/shared/wire";

const MINUTE_MS = 60_000;

/** A session as a server would tell it, with what a test wants to be so. */
export function sessionView(over: Partial<SessionView> = {}): SessionView {
  const route = over.route ?? "intravenous";
  const { id, name, version, dosing, observation, preCheck, standby } = PROTOCOLS[route];
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
    patient: UNKNOWN_PATIENT,
    owner: null,
    protocol: {
      id,
      name,
      version,
      dosing,
      observation: { minutes: observation.minutes, from: observation.from },
      volumeAtLeastPercent: 20,
      standbyPlaces: standby.places,
    },
    preCheck: { items: preCheck, answers: [], decision: null },
    dosePlan: null,
    doses: [],
    events: [],
    limitPhase: "preDose",
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
  otherwise: null,
});

/** A pressure at minute 40 of esketamine, and sedation each 20 min. */
function duesOf({ doseAt, assessments, phase, route }: SessionView): DueCheck[] {
  if (doseAt === null || phase === "checkIn" || phase === "baseline") return [];
  const from = Math.max(assessments.sedation?.at ?? 0, doseAt);
  const sedation = sedationDue(from + 20 * MINUTE_MS, from + 30 * MINUTE_MS);
  const pressure = { checkId: "pressure", what: "bloodPressure", label: "40-min BP", otherwise: null } as const;
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

/** The patient is back, and monitoring with them. */
const AWAY_MS = 4 * MINUTE_MS;

type Tiny = Pick<RoomView, "standby" | "measureAsked">;

/** What one command changes in a session, as the server does it. */
function changed(session: SessionView, request: CommandRequest, now: number): SessionView {
  switch (request.name) {
    case "setPhase":
      return { ...session, phase: request.payload.phase };
    case "answerPreCheck": {
      const answers = request.payload.answers.map((row) => ({ ...row, at: now, by: "nurse", confirmedFrom: null }));
      return { ...session, preCheck: { ...session.preCheck, answers: [...session.preCheck.answers, ...answers] } };
    }
    case "decidePreCheck": {
      const decision = { ...request.payload.decision, at: now, by: "nurse" };
      return { ...session, preCheck: { ...session.preCheck, decision } };
    }
    case "setDosePlan":
      return { ...session, dosePlan: request.payload.plan };
    case "recordEvent": {
      const { event, detail } = request.payload;
      return { ...session, events: [...session.events, { event, detail, at: now, by: "nurse" }] };
    }
    case "assess": {
      const { assessment, value } = request.payload;
      const known = { value, at: request.payload.at ?? now, by: "nurse" };
      return { ...session, assessments: { ...session.assessments, [assessment]: known } };
    }
    case "recordDose": {
      const { action, amountMg, lot } = request.payload;
      const at = request.payload.at ?? now;
      const plan = session.dosePlan;
      const planned = action === "start" && plan !== null ? (60 * plan.amountMg) / plan.minutes : null;
      const rateMgPerH = request.payload.rateMgPerH ?? planned;
      const doses = [...session.doses, { at, action, amountMg, rateMgPerH, lot, by: "nurse" }];
      const isEnd = endsDosing(session.protocol.dosing, doses);
      return {
        ...session,
        doses,
        doseAt: session.doseAt ?? at,
        phase: isEnd ? "observation" : session.doseAt === null ? "dosing" : session.phase,
        dosingEndedAt: isEnd ? at : session.dosingEndedAt,
      };
    }
    default:
      return session;
  }
}

/** A room that takes the nurse's entries as the server does, in as few lines as the nurse's tests need. */
export function createTinyRoom(running: SessionView | null = null) {
  let session = running;
  let sessions = 0;
  let tiny: Tiny = { standby: null, measureAsked: null };
  const entered: { readonly now: number; readonly request: CommandRequest }[] = [];
  const cuff = { deviceId: "c", label: "Cuff", kind: "cuff", link: "up", lastSeenAt: 0, battery: 90 } as const;
  return {
    entered,
    view(now: number) {
      if (session !== null) session = { ...session, dues: duesOf(session), release: releaseOf(session, now) };
      if (now > (tiny.standby?.since ?? now) + AWAY_MS) tiny = { ...tiny, standby: null };
      const devices = [{ ...cuff, sensor: null, canMeasure: true, simulated: true }];
      return { roomId: "r1", name: "Room", session, alarms: [], devices, cuff: null, ...tiny };
    },
    end() {
      session = null;
    },
    startBy(initials: string, route: SessionView["route"], now: number, patient = UNKNOWN_PATIENT) {
      sessions += 1;
      session = sessionView({ sessionId: `s${sessions}`, initials, patient, route, startedAt: now, phaseSince: now });
    },
    enter(request: CommandRequest, now: number) {
      COMMANDS[request.name].payload.parse(request.payload);
      entered.push({ now, request });
      if (request.name === "startSession") {
        const { initials, route, patient } = request.payload;
        this.startBy(initials, route, now, patient);
      }
      if (request.name === "standby") {
        tiny = { ...tiny, standby: { place: request.payload.place, since: now, until: now + 600_000, by: "nurse" } };
      }
      if (request.name === "release" || request.name === "endSession") session = null;
      if (session !== null) session = changed(session, request, now);
    },
  };
}
