import {
  AddDeviceAnswer,
  type AddDeviceBody,
  type ChangeDeviceBody,
  type DeviceRow,
  PATHS,
} from "@watchroom/shared/http";
import { DEVICE_KINDS, type DeviceKind } from "@watchroom/shared/reading";
import { useState } from "react";
import { checked } from "../live/api.ts";
import { useMe } from "../live/hooks.ts";
import { Field } from "../people/Field.tsx";
import { kindLabel, roomNamesOf } from "./deviceText.ts";
import { FormDialog } from "./FormDialog.tsx";
import { useChange } from "./lists.ts";
import { RoomField } from "./RoomField.tsx";
import { Select } from "./Select.tsx";
import { TokenOnce } from "./TokenOnce.tsx";

type Addition = ReturnType<typeof AddDeviceBody.parse>;
type Change = ReturnType<typeof ChangeDeviceBody.parse>;
type Closing = { readonly onClose: () => void };
type OfDevice = Closing & { readonly device: DeviceRow };

const KIND_OPTIONS = DEVICE_KINDS.map((value) => ({ value, label: kindLabel(value) }));

export function AddDevice({ onClose }: Closing) {
  const me = useMe();
  const add = useChange<Addition>(PATHS.devices);
  const mustSimulate = me.role === "trainer";
  const [kind, setKind] = useState<DeviceKind>("oximeter");
  const [rooms, setRooms] = useState("");
  const [label, setLabel] = useState("");
  const [simulated, setSimulated] = useState(mustSimulate);
  const [added, setAdded] = useState<AddDeviceAnswer | null>(null);
  if (added !== null) return <TokenOnce added={added} onClose={onClose} />;
  const submit = (): void => {
    const named = label.trim() === "" ? {} : { label: label.trim() };
    const body = { kind, rooms: roomNamesOf(rooms), simulated, ...named };
    add.mutate({ body }, { onSuccess: (answer) => setAdded(checked(AddDeviceAnswer, answer)) });
  };
  return (
    <FormDialog
      title="Add a device"
      description="It gets a token of its own, shown once. A room that does not exist yet is made."
      action="Add device"
      isBusy={add.isPending}
      failure={add.error?.message ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Select label="Kind" value={kind} options={KIND_OPTIONS} onChange={setKind} />
      <RoomField isMany={kind === "gateway"} value={rooms} onChange={setRooms} />
      <Field label="Label (what people call it)" value={label} onChange={setLabel} maxLength={60} />
      <label className="choice">
        <input
          type="checkbox"
          checked={simulated}
          disabled={mustSimulate}
          onChange={(event) => setSimulated(event.target.checked)}
        />
        Simulated: no patient is behind it
      </label>
    </FormDialog>
  );
}

export function MoveDevice({ device, onClose }: OfDevice) {
  const change = useChange<Change>(PATHS.devices);
  const before = device.rooms.map((room) => room.name).join(", ");
  const [rooms, setRooms] = useState(before);
  return (
    <FormDialog
      title={`Move ${device.label}`}
      description={`Its stream is cut: ${before || "the old room"} gets nothing from it any more, and the new room starts with nothing of the old one. The move is recorded with your name.`}
      action="Cut the stream and move"
      isBusy={change.isPending}
      failure={change.error?.message ?? null}
      onSubmit={() =>
        change.mutate({ id: device.deviceId, body: { rooms: roomNamesOf(rooms) } }, { onSuccess: onClose })
      }
      onClose={onClose}
    >
      <RoomField isMany={device.kind === "gateway"} value={rooms} onChange={setRooms} />
    </FormDialog>
  );
}

export function WithdrawDevice({ device, onClose }: OfDevice) {
  const change = useChange<Change>(PATHS.devices);
  return (
    <FormDialog
      title={`Withdraw ${device.label}?`}
      description="Its token stops working at once and for ever: its readings are refused from now on. What it sent stays in the record."
      action="Withdraw"
      isBusy={change.isPending}
      failure={change.error?.message ?? null}
      onSubmit={() => change.mutate({ id: device.deviceId, body: { withdrawn: true } }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
