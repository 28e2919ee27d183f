import { parseArgs } from "node:util";
import { RoomName } from "@watchroom/shared/http";
import { DEVICE_KINDS, DeviceKind } from "@watchroom/shared/reading";
import type { Clock, RoomId } from "@watchroom/shared/time";
import { z } from "zod";
import type { Device, Room, Store } from "../store/store.ts";
import { enrolDevice } from "./enrolment.ts";
import { EXIT, parsed, type ToolParts, withStore } from "./tool.ts";

const HELP = `The clinic's devices. Works while the server runs and while it does not.

  npm run device -- add --room NAME --kind oximeter|cuff|gateway [--label TEXT] [--simulated] [--json]
      Adds a device and prints its token, once. A room that is missing is made.
      A gateway sends for several rooms: give --room once for each.
      --simulated   its readings are marked as simulated everywhere
      --json        prints {"deviceId","token"} and nothing else
  npm run device -- list [--json]
      Lists the devices.
  npm run device -- withdraw --device ID
      From now on the device's token is refused.
`;

const OPTIONS = {
  room: { type: "string", multiple: true },
  kind: { type: "string" },
  label: { type: "string" },
  device: { type: "string" },
  simulated: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const NewDevice = z.object({
  kind: DeviceKind,
  rooms: z.array(RoomName).min(1),
  label: z.string().trim().min(1).max(60).optional(),
  simulated: z.boolean(),
});

const read = (argv: readonly string[]) =>
  parsed(() => parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true }));
type Values = Extract<ReturnType<typeof read>, { ok: true }>["value"]["values"];

/** `npm run device`. Returns the exit code: 0 done, 1 it could not be done, 2 the words were wrong. */
export function runDeviceTool(parts: ToolParts & { readonly clock: Clock }): number {
  const words = read(parts.argv);
  if (!words.ok) return wrongWords(parts, words.message);
  const { values, positionals } = words.value;
  const [verb, ...more] = positionals;
  if (values.help === true || verb === undefined) {
    parts.out(HELP);
    return values.help === true ? EXIT.done : EXIT.wrongWords;
  }
  if (more.length > 0) return wrongWords(parts, `"${more.join(" ")}" is not understood; put names in quotes.`);
  switch (verb) {
    case "add":
      return add(parts, values);
    case "list":
      return withStore(parts, (store) => list(parts, store, values.json === true));
    case "withdraw":
      return withdraw(parts, values.device);
    default:
      return wrongWords(parts, `"${verb}" is not one of add, list, withdraw.`);
  }
}

function wrongWords({ err }: ToolParts, sentence: string): number {
  err(`${sentence} See: npm run device -- --help\n`);
  return EXIT.wrongWords;
}

function add(parts: ToolParts, { kind, room = [], label, simulated = false, json }: Values): number {
  if (room.length === 0) return wrongWords(parts, "Name the room: --room NAME.");
  const wanted = NewDevice.safeParse({ kind, rooms: room, label, simulated });
  if (!wanted.success) {
    const at = wanted.error.issues[0]?.path[0];
    if (at === "kind") return wrongWords(parts, `--kind must be one of ${DEVICE_KINDS.join(", ")}.`);
    return wrongWords(
      parts,
      at === "label" ? "--label must have 1 to 60 characters." : "--room must have 1 to 64 characters.",
    );
  }
  return withStore(parts, (store) => {
    const enrolled = enrolDevice(store.rooms(), wanted.data);
    if (!enrolled.ok) return wrongWords(parts, enrolled.message);
    const { device, made, token } = enrolled.value;
    for (const one of made) store.putRoom(one);
    store.putDevice(device);
    if (json === true) parts.out(`${JSON.stringify({ deviceId: device.deviceId, token })}\n`);
    else
      parts.out(`${device.label}\n  device  ${device.deviceId}\n  token   ${token}\nThe token is not shown again.\n`);
    return EXIT.done;
  });
}

function list({ out }: ToolParts, store: Store, asJson: boolean): number {
  const rooms = store.rooms();
  const devices = store.devices().map((device) => rowOf(device, rooms));
  if (asJson) {
    out(`${JSON.stringify({ devices })}\n`);
    return EXIT.done;
  }
  if (devices.length === 0) out("There are no devices yet.\n");
  for (const { deviceId, kind, label, rooms: names, simulated, withdrawn } of devices) {
    const notes = [simulated ? "simulated" : "", withdrawn ? "withdrawn" : ""].filter((note) => note !== "");
    out(`${[deviceId, kind.padEnd(8), label, names.join(", "), ...notes].join("  ")}\n`);
  }
  return EXIT.done;
}

function rowOf({ deviceId, label, kind, simulated, withdrawnAt, ...device }: Device, rooms: readonly Room[]) {
  const nameOf = (roomId: RoomId): string => rooms.find((room) => room.roomId === roomId)?.name ?? roomId;
  return { deviceId, kind, label, rooms: device.rooms.map(nameOf), simulated, withdrawn: withdrawnAt !== null };
}

function withdraw(parts: ToolParts & { readonly clock: Clock }, deviceId: string | undefined): number {
  if (deviceId === undefined) return wrongWords(parts, "Say which device: --device ID.");
  return withStore(parts, (store) => {
    const device = store.devices().find((one) => one.deviceId === deviceId);
    if (device === undefined) {
      parts.err(`There is no device ${deviceId}. npm run device -- list shows them.\n`);
      return EXIT.failed;
    }
    store.putDevice({ ...device, withdrawnAt: device.withdrawnAt ?? parts.clock.now().wall });
    parts.out(`${device.label} is withdrawn: its token is refused from now on.\n`);
    return EXIT.done;
  });
}
