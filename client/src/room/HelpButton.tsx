import { isHelp } from "../alarm/answerWords.ts";
import type { LiveRoom } from "../live/store.ts";
import { ActButton } from "../wall/ActButton.tsx";
import "../alarm/settle.css";

/** One tap calls every station; while help is called it ends the call. It keeps its place and its width. */
export function HelpButton({ room }: { readonly room: LiveRoom }) {
  const { roomId } = room;
  return room.alarms.some(isHelp) ? (
    <ActButton key="end" room={room} name="endHelp" payload={{ roomId }} className="button helpButton settling">
      Help is here
    </ActButton>
  ) : (
    <ActButton key="call" room={room} name="callForHelp" payload={{ roomId }} className="button helpButton settling">
      Call for help
    </ActButton>
  );
}
