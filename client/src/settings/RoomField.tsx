import { useId } from "react";
import { useRooms } from "../live/hooks.ts";

type Props = { readonly isMany: boolean; readonly value: string; readonly onChange: (value: string) => void };

/** One room, with those that exist to choose from; a gateway has a room a line. */
export function RoomField({ isMany, value, onChange }: Props) {
  const id = useId();
  const rooms = useRooms();
  return (
    <div className="field">
      <label htmlFor={id}>{isMany ? "Rooms, one a line" : "Room"}</label>
      {isMany ? (
        <textarea
          id={id}
          className="input"
          rows={4}
          required
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <input
          id={id}
          className="input"
          list={`${id}-rooms`}
          maxLength={64}
          required
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      <datalist id={`${id}-rooms`}>
        {rooms.map((room) => (
          <option key={room.roomId} value={room.name} />
        ))}
      </datalist>
    </div>
  );
}
