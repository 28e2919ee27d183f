import { type KeyboardEvent, useState } from "react";
import { Link } from "wouter";
import { isHelp } from "../alarm/answerWords.ts";
import { useSending } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { Refusal } from "./ActButton.tsx";

type TileNameProps = { readonly room: LiveRoom; readonly name: string; readonly path: string };

/** Said of each tile, and in the list of keys in Settings. */
export const HELP_KEY = "H";

/** Held down it is one press; with another key it is the browser's. */
const isHelpKey = ({ key, repeat, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  key.toUpperCase() === HELP_KEY && !(repeat || altKey || ctrlKey || metaKey);

/** The room's name, the link that the whole tile follows. While it has the focus a key calls for help: small tiles have no button. */
export function TileName({ room, name, path }: TileNameProps) {
  const { send, sending, failure } = useSending();
  const [isAsked, setAsked] = useState(false);
  const call = (event: KeyboardEvent): void => {
    if (!isHelpKey(event) || sending || room.alarms.some(isHelp)) return;
    setAsked(true);
    void send("callForHelp", { roomId: room.roomId });
  };
  return (
    <>
      <h2 className="tileRoom">
        <Link
          href={path}
          className="tileLink"
          aria-label={room.name}
          aria-description={`${HELP_KEY} calls for help`}
          aria-keyshortcuts={HELP_KEY}
          onKeyDown={call}
          onBlur={() => setAsked(false)}
        >
          {name}
        </Link>
      </h2>
      {isAsked && <Refusal text={sending ? "Calling for help …" : failure} />}
    </>
  );
}
