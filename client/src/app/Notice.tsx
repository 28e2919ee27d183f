import { Dialog } from "radix-ui";

/** Sentences of clinical.md 6, which are always to be seen: what this is, and what it is not. */
export function Notice() {
  return (
    <footer className="notice">
      <span>
        <b>Secondary display – not a primary monitor.</b>{" "}
        <span className="notice-more">Keep the bedside monitor's alarms on, and look at the patient.</span>
      </span>
      <Dialog.Root>
        <Dialog.Trigger className="link-button">What this means</Dialog.Trigger>
        <Dialog.Portal>
          <Dialog.Overlay className="overlay" />
          <Dialog.Content className="dialog">
            <Dialog.Title>Secondary display – not a primary monitor</Dialog.Title>
            <Dialog.Description>
              This software has not been cleared or approved by FDA. It shows readings received from other equipment and
              flags values against limits your clinic has set. It may be late, incomplete or wrong, and alerts may not
              sound (muted browser, lost network, sleeping computer).
            </Dialog.Description>
            <p>
              Do not rely on it to detect deterioration. Keep the cleared bedside monitor's alarms on and audible, and
              observe the patient directly as your protocol requires.
            </p>
            <Dialog.Close className="button primary">Close</Dialog.Close>
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
    </footer>
  );
}
