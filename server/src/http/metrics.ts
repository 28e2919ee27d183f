import { PRIORITIES } from "@watchroom/shared/alarm";
import type { ReadingResult } from "@watchroom/shared/reading";
import type { RoomView, StationsView } from "@watchroom/shared/wire";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What the gauges look at when somebody asks. */
type MetricsParts = {
  rooms(): readonly RoomView[];
  stations(): StationsView;
  journalWaiting(): number;
};

/** What carries alarms to the stations: what it has done since the start, and how long each hop takes, ms. */
type AlarmWay = {
  counts(): {
    readonly frames: number;
    readonly snapshots: number;
    readonly conflated: number;
    readonly resent: number;
  };
  onHop(listener: (hop: string, ms: number) => void): void;
};

/** The server's own numbers for Prometheus. No names, no values of patients. */
export type ServerMetrics = {
  /** The answers of one call of a device. */
  countReadings(results: readonly ReadingResult[]): void;
  /** How long one commit of the record took. */
  commitTook(durationMs: number): void;
  /** Exports what the gateway does from now on; called once. */
  follow(gateway: AlarmWay): void;
  text(): Promise<string>;
  readonly contentType: string;
};

const SECOND_MS = 1_000;
/** From a quick commit on a good disk to one that stops the record (speed.md: fsync p50 0.3 ms, worst 26 ms). */
const COMMIT_BUCKETS_S = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/** From a frame on the same network to an alarm that waits a minute for a person. */
const HOP_BUCKETS_S = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300];

export function createMetrics(parts: MetricsParts): ServerMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const readings = new Counter({
    name: "watchroom_readings_total",
    help: "Readings answered, by status and rejection code.",
    labelNames: ["status", "code"],
    registers,
  });
  const commits = new Histogram({
    name: "watchroom_commit_seconds",
    help: "Time of a durable commit of the record.",
    buckets: COMMIT_BUCKETS_S,
    registers,
  });
  addGauges(registers, parts);
  return {
    countReadings(results) {
      for (const { status, code = "" } of results) readings.inc({ status, code });
    },
    commitTook: (durationMs) => commits.observe(durationMs / SECOND_MS),
    follow: (gateway) => addAlarmWay(registers, gateway),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

/** An alarm's way to a person, hop by hop, and the work of the gateway that carries it. */
function addAlarmWay(registers: Registry[], gateway: AlarmWay): void {
  const hops = new Histogram({
    name: "watchroom_alarm_hop_seconds",
    help: "Time of each hop of an alarm signal at a station that was there when it began.",
    labelNames: ["hop"],
    buckets: HOP_BUCKETS_S,
    registers,
  });
  gateway.onHop((hop, ms) => hops.observe({ hop }, ms / SECOND_MS));
  const counter = (name: string, help: string, read: () => number): void => {
    new Counter({ name: `watchroom_${name}_total`, help, registers, collect: counterReader(read) });
  };
  counter("frames", "Frames sent to the stations.", () => gateway.counts().frames);
  counter("snapshots", "Snapshots sent to a station.", () => gateway.counts().snapshots);
  counter(
    "conflated",
    "Times a slow station was given a snapshot instead of frames.",
    () => gateway.counts().conflated,
  );
  counter(
    "alarm_resends",
    "Times alarms were sent again to a station that had not confirmed them.",
    () => gateway.counts().resent,
  );
}

function addGauges(registers: Registry[], parts: MetricsParts): void {
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({ name: `watchroom_${name}`, help, registers, collect: gaugeReader(read) });
  };
  gauge("rooms", "Rooms on the wall.", () => parts.rooms().length);
  gauge("rooms_in_session", "Rooms with a session.", () => parts.rooms().filter(({ session }) => session).length);
  gauge("stations", "Stations connected.", () => parts.stations().connected);
  gauge("stations_hearing", "Stations that are visible and can sound.", () => parts.stations().hearing);
  gauge("journal_waiting", "Entries waiting for the disk.", parts.journalWaiting);
  new Gauge({
    name: "watchroom_alarms_present",
    help: "Alarm conditions present, by priority.",
    labelNames: ["priority"],
    registers,
    collect() {
      const present = parts.rooms().flatMap(({ alarms }) => alarms.filter((alarm) => alarm.present));
      for (const priority of PRIORITIES) {
        this.set({ priority }, present.filter((alarm) => alarm.priority === priority).length);
      }
    },
  });
}

/** prom-client hands the gauge over as `this`. */
function gaugeReader(read: () => number): (this: { set(value: number): void }) => void {
  return function collect() {
    this.set(read());
  };
}

/** What is counted elsewhere: set anew each time. */
function counterReader(read: () => number): (this: { reset(): void; inc(value: number): void }) => void {
  return function collect() {
    this.reset();
    this.inc(read());
  };
}
