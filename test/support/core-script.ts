import { LimitSet } from "@watchroom/shared/alarm";
import limitSet from "@watchroom/shared/presets/limit-set.clinic-default.json" with { type: "json" };
import { PROTOCOLS } from "@watchroom/shared/protocol";
import type { DeviceId, EpochMs, Instant, MonoMs, OperatorId, RoomId, SessionId } from "@watchroom/shared/time";
import { limitsOf } from "../../server/src/core/limits.ts";
import { type MonitorInput, type Step, step } from "../../server/src/core/monitor.ts";
import { emptyRoom, type RoomState } from "../../server/src/core/room.ts";
import type { Actor, CommandEntry } from "../../server/src/journal/entry.ts";

export const SET = LimitSet.parse(limitSet);
export const OXIMETER = "ox" as DeviceId;
export const CUFF = "cuff" as DeviceId;
export const NURSE: Actor = { operatorId: "n1" as OperatorId, name: "N. Okafor", role: "nurse" };
const START = 1_800_000_000_000;

export const at = (seconds: number): Instant => ({
  mono: (seconds * 1_000) as MonoMs,
  wall: (START + seconds * 1_000) as EpochMs,
});

/**
 * A room with an oximeter and a cuff, driven second by second. `preCheck`: its sessions ask the protocol's pre-session
 * check before the first dose. `protocols`: other ones than the presets; `set`: other limits.
 */
export function createBedside({
  simulated = false,
  preCheck = false,
  turn = 0,
  protocols = PROTOCOLS,
  set = SET,
} = {}) {
  let state: RoomState = emptyRoom("r1" as RoomId, limitsOf(set));
  let ids = 0;
  const changes: Step["changes"][number][] = [];
  const inputs: { input: MonitorInput; now: Instant }[] = [];
  const take = (seconds: number, input: MonitorInput): Step => {
    const now = at(seconds);
    inputs.push({ input, now });
    const stepped = step(state, input, now, set);
    state = stepped.state;
    changes.push(...stepped.changes);
    return stepped;
  };
  take(0, {
    kind: "devices",
    by: null,
    devices: [
      { deviceId: OXIMETER, label: "Oximeter", kind: "oximeter", simulated },
      { deviceId: CUFF, label: "Cuff", kind: "cuff", simulated },
    ],
  });
  const id = (): string => `i${++ids}`;
  return {
    take,
    oximetry(
      seconds: number,
      values: {
        spo2?: number | null;
        pulseRate?: number | null;
        perfusionIndex?: number | null;
        sensor?: "on" | "off" | "weak" | "disconnected";
        updatePeriodS?: number;
        battery?: number;
      },
    ): Step {
      const reading = { id: id(), kind: "oximetry", measuredAt: at(seconds).wall, pulseRate: 72, ...values } as const;
      return take(seconds, { kind: "reading", deviceId: OXIMETER, reading });
    },
    cuff(
      seconds: number,
      values: {
        systolic?: number;
        diastolic?: number;
        mean?: number;
        pulseRate?: number;
        state?: "done" | "measuring" | "failed";
        failure?: string;
      },
    ): Step {
      return take(seconds, {
        kind: "reading",
        deviceId: CUFF,
        reading: { id: id(), kind: "bloodPressure", measuredAt: at(seconds).wall, ...values },
      });
    },
    command(seconds: number, command: CommandEntry, by: Actor = NURSE): Step {
      const sessionId = `s${seconds}` as SessionId;
      if (command.name !== "startSession") return take(seconds, { kind: "command", command, by, sessionId });
      const whole = protocols[command.payload.route];
      const protocol = preCheck ? whole : { ...whole, preCheck: [] };
      const devices = Object.values(state.devices).map(({ device }) => device);
      return take(seconds, { kind: "command", command, by, sessionId, start: { protocol, devices, turn } });
    },
    tick: (seconds: number): Step => take(seconds, { kind: "tick" }),
    state: () => state,
    changes: () => changes,
    inputs: () => inputs,
    /** "present on high" of one condition; "absent off" when nothing is known of it. */
    alarm(condition: string): string {
      const known = state.alarms[condition]?.alarm;
      if (!known) return "absent off";
      const presence = known.present > 0 ? "present" : known.level > 0 ? "pending" : "absent";
      return [presence, known.signal, ...(known.signal === "off" ? [] : [known.priority])].join(" ");
    },
    episodeOf: (condition: string): string => state.alarms[condition]?.alarm.episodeId ?? "none",
  };
}
export type Bedside = ReturnType<typeof createBedside>;

/**
 * Plays a script: one line an input, "seconds input [value] -> presence signal [priority]" of `condition`. Inputs:
 * spo2 N, weak N (an SpO2 on a weak signal), pulse N, tick, acknowledge, alarmReset, pauseAudio, resumeAudio.
 */
export function play(condition: string, script: string): { line: string; found: string; expected: string }[] {
  const bedside = createBedside();
  return script
    .trim()
    .split("\n")
    .map((line) => {
      const [left = "", right = ""] = line.split("->");
      const [seconds = "", kind = "", value = ""] = left.trim().split(/\s+/);
      run(bedside, Number(seconds), kind, value, condition);
      return { line, found: bedside.alarm(condition), expected: right.trim().replace(/\s+/g, " ") };
    });
}

function run(bedside: Bedside, seconds: number, kind: string, value: string, condition: string): void {
  const roomId = "r1";
  switch (kind) {
    case "spo2":
      bedside.oximetry(
        seconds,
        value === "--" ? { spo2: null, pulseRate: null } : { spo2: Number(value), perfusionIndex: (seconds % 7) / 10 },
      );
      return;
    case "weak":
      bedside.oximetry(seconds, { spo2: Number(value), perfusionIndex: (seconds % 7) / 10, sensor: "weak" });
      return;
    case "pulse":
      bedside.oximetry(seconds, { spo2: 97, pulseRate: Number(value), perfusionIndex: (seconds % 7) / 10 });
      return;
    case "acknowledge":
      bedside.command(seconds, { name: "acknowledge", payload: { roomId, episodeId: bedside.episodeOf(condition) } });
      return;
    case "alarmReset":
      bedside.command(seconds, { name: "alarmReset", payload: { roomId } });
      return;
    case "pauseAudio":
      bedside.command(seconds, { name: "pauseAudio", payload: { roomId, durationMs: 120_000 } });
      return;
    case "tick":
      bedside.tick(seconds);
      return;
    default:
      throw new Error(`no input ${kind}`);
  }
}
