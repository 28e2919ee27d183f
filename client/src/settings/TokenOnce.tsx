import type { AddDeviceAnswer } from "@watchroom/shared/http";
import { Dialog } from "radix-ui";
import { useId, useState } from "react";

type Props = { readonly added: AddDeviceAnswer; readonly onClose: () => void };

/** The one time that a device's token can be seen. Closes by its button only, not by a slip beside it. */
export function TokenOnce({ added, onClose }: Props) {
  const id = useId();
  const [outcome, setOutcome] = useState("");
  const copy = (): void => {
    // Not there without https on another machine: the text can still be selected.
    const copied = navigator.clipboard?.writeText(added.token) ?? Promise.reject(new Error("no clipboard"));
    copied.then(
      () => setOutcome("Copied."),
      () => setOutcome("This browser does not let it be copied. Select it and copy it by hand."),
    );
  };
  return (
    <Dialog.Root open>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog">
          <Dialog.Title>The device is added</Dialog.Title>
          <Dialog.Description>
            Put this token into the device now. It is shown once: if it is lost, withdraw the device and add it again.
          </Dialog.Description>
          <div className="field">
            <label htmlFor={id}>Token of {added.deviceId}</label>
            <input
              id={id}
              className="input token"
              readOnly
              value={added.token}
              onFocus={(event) => event.target.select()}
            />
          </div>
          <p role="status" className="hint">
            {outcome}
          </p>
          <div className="row end">
            <button type="button" className="button" onClick={copy}>
              Copy token
            </button>
            <button type="button" className="button primary" onClick={onClose}>
              The device has it
            </button>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
