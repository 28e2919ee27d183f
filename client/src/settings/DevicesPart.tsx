import type { DeviceRow, Me } from "@watchroom/shared/http";
import { useState } from "react";
import { useMe, useNow } from "../live/hooks.ts";
import { CardRow, CardRows, CardTable, Cell } from "../theme/Cards.tsx";
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
    <CardTable
      caption="Devices and the rooms that they send for"
      columns={[
        ["Device"],
        ["Kind"],
        ["Room"],
        ["Last seen", "number"],
        ["Rejected", "number"],
        ["Last reason"],
        ["Its clock", "number"],
        ["What can be done", "unseen"],
      ]}
    >
      <CardRows>
        {devices.map((device) => (
          <DeviceLine key={device.deviceId} device={device} onAsk={onAsk} />
        ))}
      </CardRows>
    </CardTable>
  );
}

function DeviceLine({ device, onAsk }: { readonly device: DeviceRow; readonly onAsk: (asked: Asked) => void }) {
  const me = useMe();
  const now = useNow();
  const { rejected, lastSeenAt } = device;
  const isOpen = mayChange(me, device) && !device.withdrawn;
  return (
    <CardRow className={device.withdrawn ? "withdrawn" : undefined}>
      <th scope="row">
        {device.label} {device.simulated && <span className="tag sim">simulated</span>}
      </th>
      <Cell label="Kind">{kindLabel(device.kind)}</Cell>
      <Cell label="Room">{device.rooms.map((room) => room.name).join(", ") || "no room"}</Cell>
      <Cell label="Last seen" className="number">
        {device.withdrawn ? "withdrawn" : lastSeenAt === null ? "never" : `${ageText(now - lastSeenAt)} ago`}
      </Cell>
      <Cell label="Rejected" className={rejected.count > 0 ? "number attention" : "number"}>
        {rejected.count}
      </Cell>
      <Cell label="Last reason">{rejected.message ?? rejected.code ?? "–"}</Cell>
      <Cell label="Its clock" className="number">
        {clockText(device.clockAheadMs)}
      </Cell>
      <Cell>
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
      </Cell>
    </CardRow>
  );
}
