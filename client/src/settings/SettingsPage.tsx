import type { Role } from "@watchroom/shared/wire";
import type { ComponentType } from "react";
import { Link } from "wouter";
import { useMe } from "../live/hooks.ts";
import { DevicesPart } from "./DevicesPart.tsx";
import { PeoplePart } from "./PeoplePart.tsx";
import { StationControls } from "./StationControls.tsx";
import "./settings.css";

type Part = {
  readonly path: string;
  readonly label: string;
  /** Null: everybody. */
  readonly role: Role | null;
  readonly Content: ComponentType;
};

const PARTS: readonly Part[] = [
  { path: "station", label: "This station", role: null, Content: StationControls },
  { path: "devices", label: "Rooms and devices", role: null, Content: DevicesPart },
  { path: "people", label: "People", role: "administrator", Content: PeoplePart },
];

export function SettingsPage({ part: path }: { readonly part: string }) {
  const me = useMe();
  const parts = PARTS.filter(({ role }) => role === null || role === me.role);
  const part = parts.find((one) => one.path === path);
  return (
    <main className="page settings">
      <nav className="settings-nav" aria-label="Settings">
        {parts.map((one) => (
          <Link key={one.path} href={`/settings/${one.path}`} aria-current={one.path === path ? "page" : undefined}>
            {one.label}
          </Link>
        ))}
      </nav>
      {part === undefined ? (
        <p>There is nothing here for you. Choose one of the pages above, or ask an administrator.</p>
      ) : (
        <section aria-labelledby="settings-title" className="settings-part">
          <h1 id="settings-title">{part.label}</h1>
          <part.Content />
        </section>
      )}
    </main>
  );
}
