import type { Role } from "@watchroom/shared/wire";
import type { ComponentType } from "react";
import { Link } from "wouter";
import { useMe } from "../live/hooks.ts";
import { ChangesPart } from "./ChangesPart.tsx";
import { DevicesPart } from "./DevicesPart.tsx";
import { NotifyPart } from "./NotifyPart.tsx";
import { PeoplePart } from "./PeoplePart.tsx";
import { SitePart } from "./SitePart.tsx";
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
  { path: "notifications", label: "Notifications", role: "administrator", Content: NotifyPart },
  { path: "clinic", label: "Clinic", role: "administrator", Content: SitePart },
  { path: "changes", label: "Changes", role: "administrator", Content: ChangesPart },
];

const partsFor = (mine: Role): readonly Part[] => PARTS.filter(({ role }) => role === null || role === mine);

/** The pages of the settings; protocols are one of them with pages of their own. */
export function SettingsNav({ path }: { readonly path: string }) {
  const me = useMe();
  const links = [
    ...partsFor(me.role).map((part) => ({ path: part.path, href: `/settings/${part.path}`, label: part.label })),
    { path: "protocols", href: "/protocols", label: "Protocols" },
  ];
  return (
    <nav className="settings-nav" aria-label="Settings">
      {links.map((link) => (
        <Link key={link.path} href={link.href} aria-current={link.path === path ? "page" : undefined}>
          {link.label}
        </Link>
      ))}
    </nav>
  );
}

export function SettingsPage({ part: path }: { readonly part: string }) {
  const me = useMe();
  const part = partsFor(me.role).find((one) => one.path === path);
  return (
    <main className="page settings">
      <SettingsNav path={path} />
      {part === undefined ? (
        <section>
          <h1>Settings</h1>
          <p>There is nothing here for you. Choose one of the pages above, or ask an administrator.</p>
        </section>
      ) : (
        <section aria-labelledby="settings-title" className="settings-part">
          <h1 id="settings-title">{part.label}</h1>
          <part.Content />
        </section>
      )}
    </main>
  );
}
