import type { CommandName, Payload } from "@watchroom/shared/wire";
import { type ReactNode, useState } from "react";
import { useMe, useSending } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { useKeptFocus } from "./keptFocus.ts";
import { whyNot } from "./mayAct.ts";

/** Holds why an act was refused, for a row of buttons that are gone when its answer comes. */
export type Sent = ReturnType<typeof useSending>;

type ActButtonProps<Name extends CommandName> = {
  readonly room: LiveRoom;
  readonly name: Name;
  readonly payload: Payload<Name>;
  readonly className: string;
  /** Of the row that shows the refusal; without it the button shows its own. */
  readonly sent?: Sent;
  readonly isPressed?: boolean;
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
  sent,
  isPressed,
  children,
}: ActButtonProps<Name>) {
  const me = useMe();
  const ref = useKeptFocus<HTMLButtonElement>();
  const own = useSending();
  const { send, sending, failure } = sent ?? own;
  const [isMine, setMine] = useState(false);
  const act = async (): Promise<void> => {
    if (sending) return;
    setMine(true);
    await send(name, payload);
    setMine(false);
  };
  return (
    <>
      <button
        ref={ref}
        type="button"
        className={className}
        disabled={whyNot(name, me, room) !== null}
        aria-disabled={sending || undefined}
        aria-pressed={isPressed}
        onClick={() => void act()}
      >
        {isMine ? "Sending" : children}
      </button>
      {sent === undefined && <Refusal text={failure} />}
    </>
  );
}

/** Why the last act was refused: who was first, for one. */
export const Refusal = ({ text }: { readonly text: string | null }) => (
  <span className="actRefusal" role="status">
    {text}
  </span>
);
