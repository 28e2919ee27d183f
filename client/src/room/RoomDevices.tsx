import { type ChangeDeviceBody, type DeviceRow, type Me, PATHS } from "@watchroom/shared/http";
import type { DeviceView } from "@watchroom/shared/wire";
import { useState } from "react";
import { useMe, useNow } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { kindLabel } from "../settings/deviceText.ts";
import { useChange, useDevices } from "../settings/lists.ts";
import { Select } from "../settings/Select.tsx";
import { deviceState } from "./deviceState.ts";

type Change = ReturnType<typeof ChangeDeviceBody.parse>;

/** Administrators move every device, trainers the simulated ones; a gateway serves several rooms and is not moved here. */
const mayMove = (me: Me, { simulated, withdrawn, kind }: DeviceRow): boolean =>
  !withdrawn && kind !== "gateway" && (me.role === "administrator" || (me.role === "trainer" && simulated));

type RoomDevicesProps = { readonly room: LiveRoom };

/** The room's devices with their state as it is now: whose values the session will have. */
export function RoomDevices({ room }: RoomDevicesProps) {
  const { role } = useMe();
  return (
    <fieldset className="field">
      <legend>Devices here</legend>
      {room.devices.length === 0 && <p>None: values have to be typed.</p>}
      <ul className="roomDevices" aria-label="Devices here">
        {room.devices.map((device) => (
          <DeviceLine key={device.deviceId} device={device} />
        ))}
      </ul>
      {role === "administrator" || role === "trainer" ? (
        <MoveHere room={room} />
      ) : (
        <p className="hint">An administrator moves devices between rooms, in Settings.</p>
      )}
    </fieldset>
  );
}

function DeviceLine({ device }: { readonly device: DeviceView }) {
  const now = useNow();
  return (
    <li data-down={device.link === "down" || undefined}>
      <b>{device.label}</b> <span className="dim">{kindLabel(device.kind)}</span> {deviceState(device, now)}
      {device.simulated && <span className="tag sim">simulated</span>}
    </li>
  );
}

/** Takes a device of another room: its stream is cut, with this person's name. */
function MoveHere({ room }: RoomDevicesProps) {
  const me = useMe();
  const devices = useDevices();
  const change = useChange<Change>(PATHS.devices);
  const [chosen, setChosen] = useState("");
  const here = new Set(room.devices.map(({ deviceId }) => deviceId));
  const others = (devices.data ?? []).filter((device) => mayMove(me, device) && !here.has(device.deviceId));
  const problem = change.error?.message ?? devices.error?.message ?? null;
  const options = others.map(({ deviceId, label, rooms }) => ({
    value: deviceId,
    label: `${label} (${rooms.map(({ name }) => name).join(", ") || "no room"})`,
  }));
  if (options.length === 0 && problem === null) return <p className="hint">No other device can be moved here.</p>;
  const move = (): void =>
    change.mutate({ id: chosen, body: { rooms: [room.name] } }, { onSuccess: () => setChosen("") });
  return (
    <>
      <div className="row moveHere">
        <Select
          label="Move a device here"
          value={chosen}
          options={[{ value: "", label: "Choose …" }, ...options]}
          onChange={setChosen}
        />
        <button type="button" className="button" disabled={chosen === "" || change.isPending} onClick={move}>
          {change.isPending ? "Sending…" : "Cut its stream and move"}
        </button>
      </div>
      {problem !== null && (
        <p role="alert" className="problem">
          {problem}
        </p>
      )}
    </>
  );
}
