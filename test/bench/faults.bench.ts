import { playUnderFaults, type Run } from "../simulation/support/ward-under-faults.ts";
import { numberFlag, printTable } from "./support/measure.ts";

/**
 * Sessions of three rooms at two stations, in which lines, disk, server and clocks fail: counts what must never be.
 *
 * --sessions 1000: so many. --first 1: the first seed.
 */
const SESSIONS = numberFlag("sessions", 1_000);
const FIRST_SEED = numberFlag("first", 1);

const runs: Run[] = [];
for (let seed = FIRST_SEED; seed < FIRST_SEED + SESSIONS; seed += 1) {
  const run = await playUnderFaults(seed);
  runs.push(run);
  for (const { sentence } of run.faults) console.log(`seed ${seed}: ${sentence}`);
}
const sum = (count: keyof Run["counts"]): number => runs.reduce((total, { counts }) => total + counts[count], 0);
const failed = runs.filter(({ faults }) => faults.length > 0);
const of = (kind: Run["faults"][number]["kind"]): number =>
  runs.reduce((total, { faults }) => total + faults.filter((fault) => fault.kind === kind).length, 0);
printTable(
  `${SESSIONS} sessions with faults`,
  ["", "count"],
  [
    ["alarms that a station showed", sum("alarms")],
    ["acknowledgements that were answered ok", sum("acknowledgements")],
    ["restarts of the server", sum("restarts")],
    ["times the disk was slow or full", sum("diskFaults")],
    ["times the server's clock was set", sum("clocksSet")],
    ["messages lost, lines closed, dead or stalled, pages hidden", sum("lineFaults")],
    ["present high-priority conditions unsignalled for over 2 s at a live station", of("unsignalled")],
    ["longest such time, ms", Math.max(...runs.map(({ longestMs }) => longestMs))],
    ["acknowledgements lost", of("lost")],
    ["alarms or values in a wrong room", of("wrongRoom")],
    ["sessions that failed", failed.length],
  ],
);
if (failed.length > 0) {
  console.log(`Seeds that failed: ${failed.map(({ seed }) => seed).join(", ")}`);
  process.exitCode = 1;
}
