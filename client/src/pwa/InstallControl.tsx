import { useSyncExternalStore } from "react";
import { install, readInstallState, subscribeInstall } from "./install.ts";

const WORDS = {
  installed: "This is the installed app. Its icon shows how many alarms wait for somebody.",
  offered: "As an app, Watchroom has a window and an icon of its own, which shows how many alarms wait.",
  notOffered:
    "To install Watchroom, use “Install” or “Add to Home Screen” in the browser's menu. It needs an address that begins with https.",
} as const;

export function InstallControl() {
  const state = useSyncExternalStore(subscribeInstall, readInstallState);
  return (
    <fieldset className="field">
      <legend>App</legend>
      <p className="hint">{WORDS[state]}</p>
      {state === "offered" && (
        <div className="row">
          <button type="button" className="button" onClick={() => void install()}>
            Install Watchroom
          </button>
        </div>
      )}
    </fieldset>
  );
}
