import type { AlarmChange, LimitSet } from "@watchroom/shared/alarm";
import type { Protocol } from "@watchroom/shared/protocol";
import type { Reading } from "@watchroom/shared/reading";
import type { Route } from "@watchroom/shared/session";
import type { EpochMs, SessionId } from "@watchroom/shared/time";
import type { CommandRequest, CuffArm } from "@watchroom/shared/wire";
import { limitsOf } from "../../../server/src/core/limits.ts";
import { type MonitorInput, step } from "../../../server/src/core/monitor.ts";
import { emptyRoom, type RoomState } from "../../../server/src/core/room.ts";
import { viewOf } from "../../../server/src/core/view.ts";
import { type Bedside, createBedside } from "../../../simulators/src/bedside.ts";
import { nextAct } from "../../../simulators/src/demo-care.ts";
import { ARRIVES_MIN } from "../../../simulators/src/demo-check-in.ts";
import { type Care, MINUTE_MS } from "../../../simulators/src/demo-scene.ts";
import { createOutbox, type Outbox } from "../../../simulators/src/devices/outbox.ts";
import { judged } from "../../../simulators/src/patient/judged.ts";
import { drawProfile } from "../../../simulators/src/patient/profile.ts";
import type { Manner } from "../../../simulators/src/patient/unrest.ts";
import { usualPrescription } from "../../../simulators/src/prescription.ts";
import type { Scenario } from "../../../simulators/src/scenarios/scenario.ts";
import { createSettled } from "../../../simulators/src/settled.ts";
import { at, CUFF, NURSE, OXIMETER } from "../../support/core-script.ts";

/** Whom this session is with, and what happens in it. */
export type Plan = {
  readonly seed: number;
  readonly route: Route;
  readonly cuffArm: CuffArm;
  readonly manner: Manner;
  /** Seconds after the first dose at which the scenario begins. */
  readonly event: { readonly scenario: Scenario; readonly afterS: number } | null;
};
/** What the room is watched with. */
export type Watch = {
  readonly set: LimitSet;
  protocolOf(route: Route): Protocol;
  /** The nurse says at check-in on which arm the cuff is, so that it can hold the oximeter's alarms. */
  readonly tellsCuffArm: boolean;
};
/** One second of a session, as the body, the devices and the engine had it. */
export type Second = {
  readonly second: number;
  /** Seconds since the scenario began; null before it, and in a session without one. */
  readonly eventS: number | null;
  readonly body: ReturnType<Bedside["patient"]>["vitals"];
  readonly received: readonly Reading[];
  readonly state: RoomState;
  /** All of this session so far. */
  readonly changes: readonly AlarmChange[];
};
export type Played = {
  readonly watchedS: number;
  readonly changes: readonly AlarmChange[];
  /** The session ended by release or by a way out, within the longest time. */
  readonly isOver: boolean;
};

/** A nurse who is there, does what is due, and takes an alarm when it has been heard for so long. */
const ACKNOWLEDGES_AFTER_MS = 20_000;
const RESETS_AFTER_MS = 60_000;
const LOOKS_EVERY_S = 5;
const ACTS_A_LOOK_MAX = 6;
const LONGEST_S = 5 * 60 * 60;
/** A dead line is noticed after this (the gateway's two ping times). */
const LINE_NOTICED_S = 7;
/** What a device kept back so long is late: it goes to the record and not to the core. */
const LATE_AFTER_MS = 12_000;
/** The nurse asks the cuff; it begins by itself when nobody does. As in the demo. */
const CUFF_WAITS_S = [75, 110] as const;
const ROOM = { roomId: "r1", name: "Room 1", order: 1 } as const;

function createRoom({ set, protocolOf }: Watch, sessionId: string) {
  let state = emptyRoom(ROOM.roomId as RoomState["roomId"], limitsOf(set));
  const changes: AlarmChange[] = [];
  const take = (second: number, input: MonitorInput) => {
    const stepped = step(state, input, at(second), set);
    state = stepped.state;
    changes.push(...stepped.changes);
    return stepped.refusal;
  };
  const oximeter = { deviceId: OXIMETER, label: "Oximeter", kind: "oximeter", simulated: true } as const;
  const cuff = { deviceId: CUFF, label: "Cuff", kind: "cuff", simulated: true } as const;
  const devices = [oximeter, cuff];
  take(0, { kind: "devices", by: null, devices });
  take(0, { kind: "hearing", stations: 1 });
  take(0, { kind: "link", deviceId: OXIMETER, link: "up" });
  take(0, { kind: "link", deviceId: CUFF, link: "up", canMeasure: true });
  return {
    take,
    state: () => state,
    changes,
    command(second: number, command: CommandRequest) {
      const start =
        command.name === "startSession" ? { protocol: protocolOf(command.payload.route), devices, turn: 0 } : undefined;
      const act = { kind: "command", command, by: NURSE, sessionId: sessionId as SessionId } as const;
      return take(second, start === undefined ? act : { ...act, start });
    },
  };
}
type Room = ReturnType<typeof createRoom>;

/** One device's line into the room: what it has to send now, and whether the line is noticed to be dead. */
function createLine(room: Room, deviceId: typeof OXIMETER) {
  const outbox = createOutbox();
  let deadS = 0;
  return {
    outbox,
    /** Returns what the core was given. */
    pass(second: number): Reading[] {
      if (!outbox.isConnected) {
        deadS += 1;
        if (deadS === LINE_NOTICED_S) room.take(second, { kind: "link", deviceId, link: "down" });
        return [];
      }
      if (deadS >= LINE_NOTICED_S) room.take(second, { kind: "link", deviceId, link: "up", canMeasure: true });
      deadS = 0;
      const sent = drain(outbox);
      const live = sent.filter(({ measuredAt }) => at(second).wall - Date.parse(measuredAt) <= LATE_AFTER_MS);
      for (const { measuredAt, room: _, ...reading } of live) {
        const kept = { ...reading, measuredAt: Date.parse(measuredAt) as EpochMs };
        room.take(second, { kind: "reading", deviceId, reading: kept });
      }
      return live;
    },
  };
}

function drain(outbox: Outbox): Reading[] {
  const sent = outbox.take(outbox.waiting());
  outbox.settle(sent.map(({ id }) => ({ id, status: "accepted" })));
  return sent;
}

/** What the nurse knows of this patient. */
function careOf({ seed, route, cuffArm }: Plan, weightKg: number, bedside: Bedside): Care {
  const patient = { recordNumber: `P-${seed}`, birthDate: null, name: null };
  const ordered = usualPrescription(route, weightKg);
  return {
    person: { initials: "P. T.", patient, ordered },
    ...{ weightKg, cuffArm, ordered, since: 0, includeEarlier: true, notedAt: [] },
    plannedAt: at(0).wall - ARRIVES_MIN * MINUTE_MS,
    judge: (id) => judged(bedside.patient(), id),
    pressure: () => bedside.patient().vitals,
    isForgotten: () => false,
  };
}

function createNurse(room: Room, bedside: Bedside, care: Care, { tellsCuffArm }: Watch) {
  const settled = createSettled();
  const told = (request: CommandRequest): CommandRequest =>
    request.name === "startSession" && !tellsCuffArm
      ? { name: request.name, payload: { ...request.payload, cuffArm: null } }
      : request;
  const seen = () => viewOf(ROOM, room.state());

  function doWhatIsDue(second: number): void {
    const now = at(second).wall;
    for (let acts = 0; acts < ACTS_A_LOOK_MAX; acts += 1) {
      const memory = { isSettled: (id: string) => settled.isSettled(id, now), held: settled.held() };
      const act = nextAct(care, seen(), now, memory);
      if (act === null) return;
      const refusal = room.command(second, told(act.request));
      if (refusal === null && act.request.name === "measureNow") bedside.askCuff();
      settled.settle(act, refusal === null ? "done" : refusal.code === "hold" ? "held" : "refused", now);
      // The next patient is another session.
      const { name } = act.request;
      if (refusal === null && (name === "release" || name === "endSession")) return;
    }
  }

  function takeAlarms(second: number): void {
    const now = at(second).wall;
    const { roomId } = ROOM;
    for (const { signal, signalledAt, episodeId } of seen().alarms) {
      const isTime = signal === "on" && now - (signalledAt ?? now) >= ACKNOWLEDGES_AFTER_MS;
      if (isTime) room.command(second, { name: "acknowledge", payload: { roomId, episodeId } });
    }
    const isOld = ({ signal, endedAt }: ReturnType<typeof seen>["alarms"][number]): boolean =>
      signal === "latched" && now - (endedAt ?? now) >= RESETS_AFTER_MS;
    if (seen().alarms.some(isOld)) room.command(second, { name: "alarmReset", payload: { roomId } });
  }

  return (second: number): void => {
    if (Object.keys(room.state().alarms).length > 0) takeAlarms(second);
    if (second % LOOKS_EVERY_S === 0) doWhatIsDue(second);
  };
}

/**
 * One session from the sensor to the release, second by second straight through the core: a patient drawn from the seed,
 * their oximeter and cuff, and a nurse who does what is due. `onSecond` sees every second after all of that; "enough" ends it.
 */
export function playSession(plan: Plan, watch: Watch, onSecond?: (second: Second) => "enough" | null): Played {
  const { seed, route, cuffArm, manner, event } = plan;
  const room = createRoom(watch, `session ${seed} ${route}`);
  const [oximeter, cuff] = [createLine(room, OXIMETER), createLine(room, CUFF)];
  const profile = drawProfile(seed);
  const feed = { room: null, oximeter: oximeter.outbox, cuff: cuff.outbox };
  const bedside = createBedside({
    ...{ profile, route, doses: [], fromMin: ARRIVES_MIN, speed: 1, cuffArm, manner, feed },
    ...{ idPrefix: `${seed}`, cuffWaitsS: CUFF_WAITS_S },
  });
  const nurse = createNurse(room, bedside, careOf(plan, profile.weightKg, bedside), watch);
  let [hadSession, begunS, second] = [false, null as number | null, 0];
  let followed: Pick<RoomState, "session" | "standby"> = { session: null, standby: null };
  for (; second < LONGEST_S; second += 1) {
    bedside.advance(1, at(second).wall);
    const received = [...oximeter.pass(second), ...cuff.pass(second)];
    // A reading lets time pass too.
    if (received.length === 0) room.take(second, { kind: "tick" });
    nurse(second);
    const { session, standby } = room.state();
    hadSession ||= session !== null;
    if (hadSession && session === null) break;
    if (session !== followed.session || standby !== followed.standby) {
      bedside.follow(viewOf(ROOM, room.state()), at(second).wall);
      followed = { session, standby };
    }
    const sinceDoseS = session?.doseAt == null ? null : (at(second).wall - session.doseAt) / 1_000;
    if (event !== null && begunS === null && standby === null && (sinceDoseS ?? -1) >= event.afterS) {
      begunS = second;
      bedside.begin(event.scenario);
    }
    // The scenario's second 0 is the next one.
    const eventS = begunS === null || second === begunS ? null : second - begunS - 1;
    const { changes } = room;
    const seen = { second, eventS, body: bedside.patient().vitals, received, state: room.state(), changes };
    if (onSecond?.(seen) === "enough") break;
  }
  return { watchedS: second, changes: room.changes, isOver: second < LONGEST_S };
}
