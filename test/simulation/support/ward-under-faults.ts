import { FRAME_MS } from "@watchroom/shared/wire";
import { createRandom, type Random } from "../../../simulators/src/random.ts";
import { createMemoryStore } from "../../support/memory-store.ts";
import { createAnswers } from "./answers.ts";
import { type Bed, createBed, MARKED_ROOMS } from "./bed.ts";
import { createChecks, type FaultKind, roomIdOf } from "./checks.ts";
import { type Disk, WELL } from "./faulty-record.ts";
import { createPage, type Page } from "./page.ts";
import { type Server, startServer } from "./server.ts";
import { createTrueTime } from "./true-time.ts";

/** How often each fault begins in a second, and how long it lasts. Each chosen so that a session has some of it. */
const LASTS_S = 150;
const STEPS_A_SECOND = 1_000 / FRAME_MS;
const FAULTS = {
  diskSlow: 0.012,
  diskFull: 0.012,
  restart: 0.012,
  clockSet: 0.012,
  deviceCut: 0.01,
  closed: 0.015,
  died: 0.008,
  stalled: 0.012,
  hidden: 0.015,
  lost: 0.05,
} as const;
const ACTS = { acknowledge: 0.2, bothAcknowledge: 0.25, reset: 0.03, pause: 0.01, help: 0.004 } as const;
const CLOCK_SET_MS = [20_000, 2 * 60 * 60_000] as const;
const LOST_APART_MS = 4_000;

export type Run = {
  readonly seed: number;
  /** What must never be, by kind, a sentence each. */
  readonly faults: readonly { readonly kind: FaultKind; readonly sentence: string }[];
  readonly counts: Readonly<
    Record<"alarms" | "acknowledgements" | "restarts" | "clocksSet" | "diskFaults" | "lineFaults", number>
  >;
  readonly longestMs: number;
};

/** All promises that can go on have gone on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class Session {
  readonly #random: Random;
  readonly #time = createTrueTime();
  readonly #onDisk = createMemoryStore();
  readonly #beds: readonly Bed[];
  readonly #pages: readonly Page[];
  readonly #faults: Run["faults"][number][] = [];
  readonly #checks = createChecks((kind, sentence) => this.#faults.push({ kind, sentence }));
  readonly #answers = createAnswers((sentence) => this.#faults.push({ kind: "lost", sentence }));
  readonly #episodes = new Set<string>();
  readonly #counts = { restarts: 0, clocksSet: 0, diskFaults: 0, lineFaults: 0 };
  #server: Server | null = null;
  #disk: Disk = WELL;
  #diskWellAt = 0;
  /** Things that come to an end by themselves. */
  #later: { readonly at: number; readonly run: () => void }[] = [];
  #mayLoseAt = 0;

  constructor(seed: number) {
    this.#random = createRandom(seed, "faults");
    const wall = (): number => this.#time.trueWall();
    this.#beds = MARKED_ROOMS.map((room) => createBed(room, createRandom(seed, `bed ${room}`), wall));
    this.#pages = ["desk", "tablet"].map((cookie, index) =>
      createPage({
        ...{ cookie, stationId: `${index}`.repeat(32) },
        io: () => this.#server?.wires ?? null,
        now: () => this.#time.trueMs(),
      }),
    );
  }

  async play(): Promise<Omit<Run, "seed">> {
    await this.#start();
    this.#checkIn();
    for (let second = 0; second < LASTS_S; second += 1) {
      this.#beginFaults();
      for (const bed of this.#beds) this.#send(bed);
      this.#act();
      for (let step = 0; step < STEPS_A_SECOND; step += 1) await this.#pass();
    }
    this.#answers.checkRecord(this.#onDisk);
    this.#server?.end(false);
    const alarms = this.#episodes.size;
    const counts = { ...this.#counts, alarms, acknowledgements: this.#answers.count() };
    return { faults: this.#faults, counts, longestMs: this.#checks.longestMs() };
  }

  // ---- time and what is checked in it

  async #pass(): Promise<void> {
    const due = this.#later.filter(({ at }) => at <= this.#time.trueMs());
    this.#later = this.#later.filter((one) => !due.includes(one));
    for (const { run } of due) run();
    if (this.#time.trueMs() >= this.#diskWellAt) this.#disk = WELL;
    this.#time.advance(FRAME_MS);
    const now = this.#time.trueMs();
    for (const page of this.#pages) page.tick();
    await settled();
    this.#checks.signals(this.#server?.ward.rooms() ?? [], this.#beds, this.#pages, now);
    this.#checks.places(this.#beds, this.#pages, now);
    for (const page of this.#pages) {
      for (const room of MARKED_ROOMS)
        for (const { episodeId } of page.alarms(roomIdOf(room))) this.#episodes.add(episodeId);
    }
  }

  #after(seconds: number, run: () => void): void {
    this.#later.push({ at: this.#time.trueMs() + Math.round(1_000 * seconds), run });
  }

  // ---- the server's lives

  async #start(): Promise<void> {
    this.#server = await startServer(this.#onDisk, this.#time, () => this.#disk);
  }

  #checkIn(): void {
    for (const room of MARKED_ROOMS) {
      const payload = {
        roomId: roomIdOf(room),
        initials: `P. ${room}.`,
        route: "oral",
        includeEarlier: true,
        cuffArm: null,
      } as const;
      const by = { operatorId: "operator-desk" as never, name: "Nurse desk", role: "nurse" } as const;
      void this.#server?.ward.command({ name: "startSession", payload }, by);
    }
  }

  #restart(inPeace: boolean, downS: number): void {
    const before = this.#server;
    if (before === null) return;
    const taken = this.#answers.standing(before);
    this.#counts.restarts += 1;
    this.#server = null;
    before.end(inPeace);
    // A server that starts has the right time: with a wrong one, what devices send is "late" until their clocks are
    // learned (10 s, server/src/ward/device-clock.ts).
    this.#time.setRight();
    for (const bed of this.#beds) bed.forget();
    this.#after(
      downS,
      () => void this.#start().then(() => this.#server && this.#answers.checkStanding(taken, this.#server)),
    );
  }

  // ---- people and devices

  #act(): void {
    for (const page of this.#pages.filter((one) => one.isOpen())) {
      for (const room of MARKED_ROOMS) {
        const roomId = roomIdOf(room);
        for (const { signal, episodeId } of page.alarms(roomId)) {
          if (signal !== "on" || !this.#random.chance(ACTS.acknowledge)) continue;
          this.#answers.acknowledge(this.#server, page, roomId, episodeId);
          if (!this.#random.chance(ACTS.bothAcknowledge)) continue;
          for (const other of this.#pages)
            if (other !== page) this.#answers.acknowledge(this.#server, other, roomId, episodeId);
        }
        if (this.#random.chance(ACTS.reset)) page.command({ name: "alarmReset", payload: { roomId } }, () => undefined);
        if (this.#random.chance(ACTS.pause))
          page.command({ name: "pauseAudio", payload: { roomId, durationMs: 60_000 } }, () => undefined);
        if (this.#random.chance(ACTS.help)) {
          page.command({ name: "callForHelp", payload: { roomId } }, () => undefined);
          this.#after(20, () => page.command({ name: "endHelp", payload: { roomId } }, () => undefined));
        }
      }
    }
  }

  /** A call a second, whether the one before was answered or not. */
  #send(bed: Bed): void {
    bed.pass();
    const sent = bed.take();
    const server = this.#server;
    if (server === null || sent.length === 0) return;
    void server.ward.accept(server.device(bed.room), sent).then((results) => {
      if (server === this.#server) bed.settle(results);
    });
    bed.told(sent);
  }

  // ---- faults

  #beginFaults(): void {
    const random = this.#random;
    const is = (name: keyof typeof FAULTS): boolean => random.chance(FAULTS[name]);
    if (this.#disk === WELL && is("diskSlow")) this.#fail({ kind: "slow", ms: random.between(1_000, 7_000) });
    if (this.#disk === WELL && is("diskFull")) this.#fail({ kind: "full" });
    // Before a device was heard for the first time, its clock is taken to be ours: a wrong one is then believed.
    if (is("clockSet") && this.#beds.every((bed) => bed.isKnown())) {
      this.#counts.clocksSet += 1;
      this.#time.set(Math.round(random.between(...CLOCK_SET_MS)) * (random.chance(0.5) ? 1 : -1));
    }
    if (this.#server !== null && is("restart")) this.#restart(random.chance(0.3), random.between(0.4, 4));
    for (const bed of this.#beds) if (is("deviceCut")) bed.cut(Math.round(random.between(2, 40)));
    for (const page of this.#pages) this.#beginLineFaults(page, is);
  }

  #fail(disk: Disk): void {
    this.#counts.diskFaults += 1;
    this.#disk = disk;
    this.#diskWellAt = this.#time.trueMs() + Math.round(this.#random.between(3_000, 15_000));
    // A server that dies just after its disk is well again has the least in its record.
    const leftS = (this.#diskWellAt - this.#time.trueMs()) / 1_000;
    if (this.#random.chance(0.3)) this.#after(leftS + this.#random.between(0, 1), () => this.#restart(false, 1));
  }

  #beginLineFaults(page: Page, is: (name: keyof typeof FAULTS) => boolean): void {
    const random = this.#random;
    const count = (name: keyof typeof FAULTS): boolean => {
      const begins = is(name);
      if (begins) this.#counts.lineFaults += 1;
      return begins;
    };
    if (count("closed")) page.close(random.between(0, 6_000), "transport close");
    if (count("died")) page.close(random.between(2_000, 9_000), "ping timeout");
    if (count("stalled")) {
      page.stall();
      this.#after(random.between(0.4, 5), () => page.flow());
    }
    if (count("hidden")) {
      page.show(false);
      this.#after(random.between(1, 30), () => page.show(true));
    }
    const now = this.#time.trueMs();
    if (now < this.#mayLoseAt || !count("lost")) return;
    this.#mayLoseAt = now + LOST_APART_MS;
    page.loseNext();
  }
}

/** One session of three rooms and two stations, with every fault that this seed brings. */
export async function playUnderFaults(seed: number): Promise<Run> {
  return { seed, ...(await new Session(seed).play()) };
}
