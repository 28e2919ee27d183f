import { useQuery } from "@tanstack/react-query";
import { PATHS } from "@watchroom/shared/http";
import { Colleague } from "@watchroom/shared/http-sessions";
import { useState } from "react";
import { type ApiFailure, getJson } from "../live/api.ts";
import { useLiveParts } from "../live/context.ts";
import { useMe, useNow, useRooms } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { FormDialog } from "../settings/FormDialog.tsx";
import { ChoiceField } from "./ChoiceField.tsx";
import { openInRoom } from "./handOver.ts";
import "./handOver.css";

const Colleagues = Colleague.array();

const useColleagues = () =>
  useQuery<Colleague[], ApiFailure>({
    queryKey: [PATHS.colleagues],
    queryFn: () => getJson(PATHS.colleagues, Colleagues),
  });

/** Sends one act a room; the first refusal is said with its room, and the rooms before it have gone. */
function useHandOver(onDone: () => void) {
  const { send } = useLiveParts();
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const handOver = async (rooms: readonly LiveRoom[], to: string): Promise<void> => {
    setIsBusy(true);
    setFailure(null);
    for (const { roomId, name } of rooms) {
      const reply = await send("handOver", { roomId, to });
      if (reply.ok) continue;
      setIsBusy(false);
      return setFailure(`${name}: ${reply.message}`);
    }
    setIsBusy(false);
    onDone();
  };
  return { handOver, isBusy, failure, setFailure };
}

/** This person's rooms go to a colleague by name, several at once, with what is open in each. */
export function HandOverDialog({ room, onClose }: { readonly room: LiveRoom; readonly onClose: () => void }) {
  const me = useMe();
  const colleagues = useColleagues();
  const { handOver, isBusy, failure, setFailure } = useHandOver(onClose);
  const [to, setTo] = useState<string | null>(null);
  const [chosen, setChosen] = useState<readonly string[]>([room.roomId]);
  const mine = useRooms().filter(({ roomId, session }) => {
    return roomId === room.roomId || session?.owner?.operatorId === me.operatorId;
  });
  const others = (colleagues.data ?? []).filter(({ operatorId }) => operatorId !== me.operatorId);
  const going = mine.filter(({ roomId }) => chosen.includes(roomId));
  const submit = (): void => {
    if (to === null) setFailure("Choose to whom.");
    else if (going.length === 0) setFailure("Choose at least one room.");
    else void handOver(going, to);
  };
  const toggle = (roomId: string): void =>
    setChosen(chosen.includes(roomId) ? chosen.filter((one) => one !== roomId) : [...chosen, roomId]);
  return (
    <FormDialog
      title="Hand over"
      description="Both names stand in the record. Say aloud what is open."
      action={going.length > 1 ? `Hand over ${going.length} rooms` : "Hand over"}
      isBusy={isBusy}
      failure={failure ?? colleagues.error?.message ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <span className="gloves" />
      {colleagues.data !== undefined && others.length === 0 && <p>Nobody else may take a room.</p>}
      <ChoiceField
        label="To"
        value={to}
        options={others.map(({ operatorId, displayName, role }) => ({
          value: operatorId,
          label: role === "nurse" ? displayName : `${displayName} (${role})`,
        }))}
        onChange={setTo}
      />
      <fieldset className="field">
        <legend>Rooms, and what is open in them</legend>
        {mine.map((one) => (
          <RoomChoice
            key={one.roomId}
            room={one}
            isChosen={chosen.includes(one.roomId)}
            onToggle={() => toggle(one.roomId)}
          />
        ))}
      </fieldset>
    </FormDialog>
  );
}

type RoomChoiceProps = { readonly room: LiveRoom; readonly isChosen: boolean; readonly onToggle: () => void };

function RoomChoice({ room, isChosen, onToggle }: RoomChoiceProps) {
  const open = openInRoom(room, useNow());
  return (
    <div className="handOverRoom">
      <label className="choice">
        <input type="checkbox" checked={isChosen} onChange={onToggle} />
        <b>{room.name}</b> {room.session?.initials}
      </label>
      <ul aria-label={`Open in ${room.name}`}>
        {open.length === 0 && <li className="dim">Nothing is open.</li>}
        {open.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
