import type { DeviceRow, Me } from "@watchroom/shared/http";
import { useState } from "react";
import { useMe, useNow } from "../live/hooks.ts";
import { ageText } from "../wall/duration.ts";
import { AddDevice, MoveDevice, WithdrawDevice } from "./deviceDialogs.tsx";
import { clockText, kindLabel } from "./deviceText.ts";
import { useDevices } from "./lists.ts";

type Asked = { readonly what: "add" } | { readonly what: "move" | "withdraw"; readonly device: DeviceRow };

/** Administrators change every device, trainers the simulated ones; the server checks it again. */
const mayChange = (me: Me, device: DeviceRow): boolean =>
  !me.locked && (me.role === "administrator" || (me.role === "trainer" && device.simulated));

export function DevicesPart() {
  const devices = useDevices();
  const me = useMe();
  const [asked, setAsked] = useState<Asked | null>(null);
  const mayAdd = me.role === "administrator" || me.role === "trainer";
  return (
    <>
      <div className="row">
        {mayAdd && (
          <button
            type="button"
            className="button primary"
            disabled={me.locked}
            onClick={() => setAsked({ what: "add" })}
          >
            Add a device
          </button>
        )}
        {!mayAdd && <p className="hint">Administrators add and move devices; trainers the simulated ones.</p>}
      </div>
      {devices.error !== null && (
        <p role="alert" className="problem">
          {devices.error.message}
        </p>
      )}
      {devices.isPending && devices.error === null && <p role="status">Reading the list…</p>}
      {devices.data !== undefined && <DeviceTable devices={devices.data} onAsk={setAsked} />}
      {asked?.what === "add" && <AddDevice onClose={() => setAsked(null)} />}
      {asked?.what === "move" && <MoveDevice device={asked.device} onClose={() => setAsked(null)} />}
      {asked?.what === "withdraw" && <WithdrawDevice device={asked.device} onClose={() => setAsked(null)} />}
    </>
  );
}

type TableProps = { readonly devices: readonly DeviceRow[]; readonly onAsk: (asked: Asked) => void };

function DeviceTable({ devices, onAsk }: TableProps) {
  if (devices.length === 0) {
    return <p>No device yet. Add one: its room appears on the wall, and its token is shown once.</p>;
  }
  return (
    <div className="table-frame">
      <table>
        <caption className="unseen">Devices and the rooms that they send for</caption>
        <thead>
          <tr>
            <th scope="col">Device</th>
            <th scope="col">Kind</th>
            <th scope="col">Room</th>
            <th scope="col" className="number">
              Last seen
            </th>
            <th scope="col" className="number">
              Rejected
            </th>
            <th scope="col">Last reason</th>
            <th scope="col" className="number">
              Its clock
            </th>
            <th scope="col">
              <span className="unseen">What can be done</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {devices.map((device) => (
            <DeviceLine key={device.deviceId} device={device} onAsk={onAsk} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DeviceLine({ device, onAsk }: { readonly device: DeviceRow; readonly onAsk: (asked: Asked) => void }) {
  const me = useMe();
  const now = useNow();
  const { rejected, lastSeenAt } = device;
  const isOpen = mayChange(me, device) && !device.withdrawn;
  return (
    <tr className={device.withdrawn ? "withdrawn" : undefined}>
      <th scope="row">
        {device.label} {device.simulated && <span className="tag sim">simulated</span>}
      </th>
      <td>{kindLabel(device.kind)}</td>
      <td>{device.rooms.map((room) => room.name).join(", ") || "no room"}</td>
      <td className="number">
        {device.withdrawn ? "withdrawn" : lastSeenAt === null ? "never" : `${ageText(now - lastSeenAt)} ago`}
      </td>
      <td className={rejected.count > 0 ? "number attention" : "number"}>{rejected.count}</td>
      <td>{rejected.message ?? rejected.code ?? "–"}</td>
      <td className="number">{clockText(device.clockAheadMs)}</td>
      <td>
        <div className="row end">
          {isOpen && (
            <>
              <button
                type="button"
                className="button small"
                aria-label={`Move ${device.label}`}
                onClick={() => onAsk({ what: "move", device })}
              >
                Move
              </button>
              <button
                type="button"
                className="button small"
                aria-label={`Withdraw ${device.label}`}
                onClick={() => onAsk({ what: "withdraw", device })}
              >
                Withdraw
              </button>
            </>
          )}
        </div>
      </td>
    </tr>
  );
}
