import { Route } from "@watchroom/shared/session";
import { SCENARIO_NAMES, SCENARIOS } from "./scenarios/table.ts";

/** Where a Watchroom server listens unless told otherwise. */
export const DEFAULT_PORT = "4100";

/** What `npm run simulate -- --help` prints. */
export function helpText(): string {
  const rows = SCENARIO_NAMES.map(
    (name) => `  ${name}\n      ${SCENARIOS[name].happens}\n      You see: ${SCENARIOS[name].watcherSees}`,
  );
  return `Simulated patients, with an oximeter and a cuff each, for a Watchroom server on this or another machine.
What they send is marked as simulated in every place where it is shown.

  npm run simulate                                          4 quiet rooms, "Sim 1" to "Sim 4"
  npm run simulate -- --rooms 8 --scenario desaturation     all 8 desaturate after a minute
  npm run simulate -- --scenario apnoea --scenario quiet    every second room has an apnoea
  npm run simulate -- --replay patient.csv --speed 60 --room "Room 9"
  npm run simulate -- --server http://ward-server:4100 --user tessa --password …

Where and who
  --server URL       the server (default http://127.0.0.1:PORT, PORT from the environment or ${DEFAULT_PORT})
  --user, --password a trainer's account (or WATCHROOM_USER and WATCHROOM_PASSWORD); a demo clinic needs none.
                     The simulated devices are added on start and withdrawn again on Ctrl-C
  --tokens FILE      instead: devices that were added with npm run device; a {"room","kind","token"} a line
  --transport NAME   http (one gateway for all rooms, the default) or socket (Socket.IO, a connection a device: its
                     cuff measures when somebody at the wall asks it to)
  --sessions         also start a session in each room, as the person signed in. The patients then have only what is
                     recorded there: the first --from minutes of a usual course, and all that a person records after it.
                     A patient whom somebody puts on standby goes and comes back, with and without it

Who is treated
  --rooms N          how many (default 4)        --room-prefix WORD   their name (default Sim)
  --route NAME       ${Route.options.join(", ")}, or mixed (default)
  --from MINUTE      minutes since the first dose at which the patients begin (default 0; may be -5: no dose yet).
                     Without --sessions the route's usual course runs by itself
  --seed N           another seed, other patients; the same seed, the same patients (default 1)
  --cuff-arm NAME    same or other (default): on the same arm SpO2 is lost while the cuff inflates
  --patients NAME    calm (default), or restless: they move, have cold hands, knock the sensor off, fall asleep into a short dip

What happens
  --scenario NAME    from the list below; given several times, the rooms take turns (default quiet)
  --at MINUTE        when it begins, in the patients' minutes (default 1); it happens once
  --speed X          the patients' time runs X times faster; the oximeter still sends once a second
  --minutes N        stop after so many minutes on the wall (default: until Ctrl-C)
  --faults LIST      a bad line: drop=0.01,delay=500,reorder=0.05,corrupt=0.01,cut=0.002,cutS=20
                     (chances a call; delay in ms, at most; cutS: seconds of a cut)

A recording instead of patients
  --replay FILE      a CSV "t_seconds,metric,value" with spo2, pulse_rate, nibp_sys, nibp_dia, nibp_mean;
                     or a column for each of them beside the time ("Time [s], PULSE, SpO2"). Quotes, semicolons, tabs, decimal
                     commas, # comments, clocks and dates (in a column of their own too) are read; what is assumed is said
  --room NAME        the room it is played into (default Replay)
  --speed X          X times faster; the server is told the true update period. At the end the devices fall silent
                     and stay listed, so that the wall goes on to say what is missing
  --loop             begin again at the end

Scenarios
${rows.join("\n")}
`;
}
