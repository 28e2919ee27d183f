import type { CommandName, Payload } from "@watchroom/shared/wire";
import type { ReactNode } from "react";
import { useMe, useSending } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { useKeptFocus } from "./keptFocus.ts";
import { whyNot } from "./mayAct.ts";

type ActButtonProps<Name extends CommandName> = {
  readonly room: LiveRoom;
  readonly name: Name;
  readonly payload: Payload<Name>;
  readonly className: string;
  readonly children: ReactNode;
};

/**
 * One act at one press. It shows "Sending" until the server has answered, and why it was refused; it stays in the focus
 * all the while, so that the keyboard does not lose its place in an alarm.
 */
export function ActButton<Name extends CommandName>({
  room,
  name,
  payload,
  className,
  children,
}: ActButtonProps<Name>) {
  const me = useMe();
  const ref = useKeptFocus<HTMLButtonElement>();
  const { send, sending, failure } = useSending();
  const act = (): void => {
    if (!sending) void send(name, payload);
  };
  return (
    <>
      <button
        ref={ref}
        type="button"
        className={className}
        disabled={whyNot(name, me, room) !== null}
        aria-disabled={sending || undefined}
        onClick={act}
      >
        {sending ? "Sending" : children}
      </button>
      <span className="actRefusal" role="status">
        {failure}
      </span>
    </>
  );
}
