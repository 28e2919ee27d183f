import { assert } from "@watchroom/shared/result";
import type { Route } from "@watchroom/shared/session";
import type { RoomView } from "@watchroom/shared/wire";
import { type Bedside, createBedside } from "./bedside.ts";
import type { WallClock } from "./clock.ts";
import type { Fleet } from "./fleet.ts";
import type { Options } from "./options.ts";
import { createPatient } from "./patient/patient.ts";
import { usualCourse } from "./patient/pharmacology.ts";
import { drawProfile } from "./patient/profile.ts";
import { keyOf } from "./random.ts";
import { SCENARIOS } from "./scenarios/table.ts";

export type Classroom = {
  /** One second on the wall: `speed` seconds in each room, then what waits is sent. */
  second(): Promise<void>;
  /** One line: what was sent and what became of it. */
  status(): string;
  /** The rooms as the server has them now: each patient follows what their session records, and goes on standby. */
  see(views: readonly Pick<RoomView, "name" | "session" | "standby">[]): void;
  /** The route, the patient's weight and their pressure in the usual course, for whoever starts the session. */
  orderOf(room: string): Pick<ClassRoom, "route" | "weightKg" | "pressure">;
};

type Settings = Pick<
  Options,
  "seed" | "routes" | "scenarios" | "atMin" | "fromMin" | "speed" | "cuffArm" | "manner" | "sessions"
>;

type ClassRoom = {
  readonly room: string;
  readonly route: Route;
  readonly weightKg: number;
  readonly bedside: Bedside;
  pressure(minute: number): { readonly systolic: number; readonly diastolic: number };
};

const byTurns = <T>(list: readonly [T, ...T[]], index: number): T => list[index % list.length] ?? list[0];

/** A patient for each of the fleet's rooms; rooms take turns in routes and scenarios. */
export function createClassroom(fleet: Fleet, settings: Settings, clock: WallClock): Classroom {
  const { seed, routes, scenarios, atMin, fromMin, speed, cuffArm, manner, sessions } = settings;
  const runId = clock.now().toString(36);
  const rooms = [...fleet.feeds].map(([room, feed], index): ClassRoom => {
    const route = byTurns(routes, index);
    const profile = drawProfile(keyOf(seed, `patient ${index}`));
    // With sessions a patient has only what a person records.
    const usual = usualCourse(route, profile.weightKg);
    const doses = sessions ? [] : usual.doses;
    const idPrefix = `${runId}-${index}`;
    const bedside = createBedside({ profile, route, doses, fromMin, speed, cuffArm, manner, feed, idPrefix });
    bedside.begin(SCENARIOS[byTurns(scenarios, index)], atMin * 60);
    const pressure = (minute: number) => {
      const { systolic, diastolic } = createPatient(profile, minute, usual).vitals;
      return { systolic: Math.round(systolic), diastolic: Math.round(diastolic) };
    };
    return { room, route, bedside, pressure, weightKg: profile.weightKg };
  });
  fleet.onMeasure((name) => rooms.find(({ room }) => room === name)?.bedside.askCuff());
  let owed = 0;
  return {
    second() {
      owed += speed;
      const whole = Math.floor(owed);
      owed -= whole;
      for (const { bedside } of rooms) bedside.advance(whole, clock.now());
      return fleet.flush();
    },
    status() {
      const { sent, accepted, duplicate, rejected, waiting, lost, trouble } = fleet.tally();
      const minute = rooms[0]?.bedside.patient().minute.toFixed(1) ?? "";
      const losses = lost === 0 ? "" : `, lost from full buffers ${lost}`;
      const told = `sent ${sent}, accepted ${accepted}, duplicate ${duplicate}, rejected ${rejected}, waiting ${waiting}${losses}`;
      const reason = trouble === null ? "" : ` (last trouble: ${trouble})`;
      return `${rooms.length} ${rooms.length === 1 ? "room" : "rooms"} at minute ${minute}: ${told}${reason}`;
    },
    see(views) {
      const seen = new Map(views.map((view) => [view.name, view]));
      for (const { room, bedside } of rooms) {
        const { session = null, standby = null } = seen.get(room) ?? {};
        bedside.follow({ session: sessions ? session : null, standby }, clock.now());
      }
    },
    orderOf(name) {
      const found = rooms.find(({ room }) => room === name);
      assert(found !== undefined, "only the classroom's own rooms are asked for");
      return found;
    },
  };
}
