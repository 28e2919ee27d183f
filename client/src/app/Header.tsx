import { Link, useRoute } from "wouter";
import { AlarmElsewhere } from "../alarm/AlarmElsewhere.tsx";
import { DueNavLink } from "../board/DueNavLink.tsx";
import { DueStrip } from "../board/DueStrip.tsx";
import { useClinic, useLink, useNow, useRooms } from "../live/hooks.ts";
import { PersonMenu } from "../people/PersonMenu.tsx";
import { timeOfDayExact } from "../wall/duration.ts";
import { SoundMenu } from "./SoundMenu.tsx";
import { StationNotices } from "./StationNotices.tsx";

/** Other limits are asked for where alarms are counted. */
const ALARM_PAGES = /^\/(?:alarms|what-if)(?:\/.*)?$/;
/** The forms for the REMS are a page of the sessions. */
const SESSIONS_PAGES = /^\/(?:sessions|rems)(?:\/.*)?$/;
/** The protocols stand among the settings. */
const SETTINGS_PAGES = /^\/(?:settings|protocols)(?:\/.*)?$/;

export function Header() {
  const clinic = useClinic();
  const [isWall] = useRoute("/");
  return (
    <header className="header">
      {/* The wall's rooms are its content: the page's own heading stands here. */}
      {isWall ? <h1 className="header-brand">Watchroom</h1> : <b className="header-brand">Watchroom</b>}
      <nav className="header-nav" aria-label="Pages">
        <PageLink href="/" under="/">
          Wall
        </PageLink>
        <DueNavLink />
        <PageLink href="/alarms" under={ALARM_PAGES}>
          Alarms
        </PageLink>
        <PageLink href="/sessions" under={SESSIONS_PAGES}>
          Sessions
        </PageLink>
        <PageLink href="/settings/station" under={SETTINGS_PAGES}>
          Settings
        </PageLink>
      </nav>
      {clinic?.simulated === true && (
        <span className="pill sim">
          SIMULATED<span className="header-clinic"> CLINIC</span>
        </span>
      )}
      {isWall && <Place />}
      {isWall ? <DueStrip /> : <AlarmElsewhere />}
      {!isWall && <span className="grow" />}
      <SoundMenu />
      <PersonMenu />
      <WallClock />
      <StationNotices />
    </header>
  );
}

function PageLink({
  href,
  under,
  children,
}: {
  readonly href: string;
  readonly under: string | RegExp;
  readonly children: string;
}) {
  const [isHere] = useRoute(under);
  return (
    <Link href={href} aria-current={isHere ? "page" : undefined}>
      {children}
    </Link>
  );
}

/** Counts are those of the last frame: without a connection they are not shown. */
function Place() {
  const clinic = useClinic();
  const isLive = useLink() === "up";
  const rooms = useRooms();
  if (clinic === null) return null;
  const inSession = rooms.filter((room) => room.session !== null).length;
  return (
    <span className="header-place">
      {clinic.name}
      {isLive && ` · ${rooms.length} ${rooms.length === 1 ? "room" : "rooms"} · ${inSession} in session`}
    </span>
  );
}

function WallClock() {
  return <span className="header-clock">{timeOfDayExact(useNow())}</span>;
}
