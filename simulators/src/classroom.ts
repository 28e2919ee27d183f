import type { Route } from "@watchroom/shared/session";
import { type Bedside, createBedside } from "./bedside.ts";
import type { WallClock } from "./clock.ts";
import type { Fleet } from "./fleet.ts";
import type { Options } from "./options.ts";
import { USUAL_DOSE } from "./patient/pharmacology.ts";
import { drawProfile } from "./patient/profile.ts";
import { keyOf } from "./random.ts";
import { SCENARIOS } from "./scenarios/table.ts";

type Classroom = {
  /** One second on the wall: `speed` seconds in each room, then what waits is sent. */
  second(): Promise<void>;
  /** One line: what was sent and what became of it. */
  status(): string;
  /** The route of a room, for whoever starts its session. */
  routeOf(room: string): Route;
};

type Settings = Pick<Options, "seed" | "routes" | "scenarios" | "atMin" | "fromMin" | "speed" | "cuffArm">;

const byTurns = <T>(list: readonly [T, ...T[]], index: number): T => list[index % list.length] ?? list[0];

/** A patient for each of the fleet's rooms; rooms take turns in routes and scenarios. */
export function createClassroom(fleet: Fleet, settings: Settings, clock: WallClock): Classroom {
  const { seed, routes, scenarios, atMin, fromMin, speed, cuffArm } = settings;
  const runId = clock.now().toString(36);
  const rooms = [...fleet.feeds].map(([room, feed], index): { room: string; route: Route; bedside: Bedside } => {
    const route = byTurns(routes, index);
    const profile = drawProfile(keyOf(seed, `patient ${index}`), USUAL_DOSE[route]);
    const bedside = createBedside({ profile, route, fromMin, cuffArm, feed, idPrefix: `${runId}-${index}` });
    bedside.begin(SCENARIOS[byTurns(scenarios, index)], atMin * 60);
    return { room, route, bedside };
  });
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
      const minute = rooms[0]?.bedside.minute().toFixed(1) ?? "";
      const losses = lost === 0 ? "" : `, lost from full buffers ${lost}`;
      const told = `sent ${sent}, accepted ${accepted}, duplicate ${duplicate}, rejected ${rejected}, waiting ${waiting}${losses}`;
      const reason = trouble === null ? "" : ` (last trouble: ${trouble})`;
      return `${rooms.length} ${rooms.length === 1 ? "room" : "rooms"} at minute ${minute}: ${told}${reason}`;
    },
    routeOf: (room) => rooms.find((row) => row.room === room)?.route ?? byTurns(routes, 0),
  };
}
