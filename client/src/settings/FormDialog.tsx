import { Dialog } from "radix-ui";
import { type FormEvent, type ReactNode, useState } from "react";
import { keepFocus } from "../app/pageFocus.ts";

type Props = {
  readonly title: string;
  readonly description: string;
  readonly action: string;
  readonly isBusy: boolean;
  /** False: there is nothing to send yet, and the dialog's own words say why. */
  readonly isReady?: boolean;
  readonly failure: string | null;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
};

/** A question with one act and a way out; why the act was refused stands beside it. */
export function FormDialog(props: Props) {
  const { title, description, action, isBusy, isReady = true, failure, onSubmit, onClose, children } = props;
  const [opener] = useState(() => document.activeElement);
  /** No trigger belongs to this dialog: whoever works by keyboard goes on where they were. */
  const giveFocusBack = (event: Event): void => {
    event.preventDefault();
    if (opener instanceof HTMLElement) opener.focus();
    keepFocus();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog" onCloseAutoFocus={giveFocusBack}>
          <Dialog.Title>{title}</Dialog.Title>
          <Dialog.Description>{description}</Dialog.Description>
          <form className="dialog-form" onSubmit={submit}>
            {children}
            {failure !== null && (
              <p role="alert" className="problem">
                {failure}
              </p>
            )}
            <div className="row end">
              <Dialog.Close className="button">Cancel</Dialog.Close>
              <button type="submit" className="button primary" disabled={isBusy || !isReady}>
                {isBusy ? "Sending…" : action}
              </button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
