import type { Role } from "@watchroom/shared/wire";
import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { Link } from "wouter";
import { useLiveParts } from "../live/context.ts";
import { useLink, useMe, useRoomOrder } from "../live/hooks.ts";
import { AlarmsOutOfSight } from "./AlarmsOutOfSight.tsx";
import { neighbour, type Step, type WallGrid, wallGrid } from "./grid.ts";
import { RoomTile } from "./RoomTile.tsx";
import { namesShareRoom } from "./roomName.ts";
import "./wall.css";

const STEPS: Readonly<Record<string, Step>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "first",
  End: "last",
};

/** Arrow keys walk from tile to tile, a digit goes to the place of that number; from nowhere, to the first. */
function walk(event: KeyboardEvent, wall: HTMLElement, columns: number): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
  const { target } = event;
  if (!(target instanceof Node) || !(wall.contains(target) || target.contains(wall))) return;
  const links = [...wall.querySelectorAll<HTMLElement>(".tileLink")];
  const at = links.findIndex((link) => link.closest(".tile")?.contains(target) ?? false);
  const step = STEPS[event.key];
  const digit = /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : null;
  const to = digit ?? (step === undefined ? null : at < 0 ? 0 : neighbour(at, step, columns, links.length));
  if (to === null) return;
  event.preventDefault();
  links[to]?.focus();
}

function useWalking(wall: RefObject<HTMLElement | null>, columns: number): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (wall.current !== null) walk(event, wall.current, columns);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [wall, columns]);
}

/** The grid for the space that the wall has now; null until it was measured. */
function useGrid(count: number): [ref: RefObject<HTMLElement | null>, grid: WallGrid | null] {
  const ref = useRef<HTMLElement>(null);
  const [area, setArea] = useState<{ width: number; height: number } | null>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setArea({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const grid = useMemo(
    () => (area === null || count === 0 ? null : wallGrid(count, area.width, area.height)),
    [area, count],
  );
  return [ref, grid];
}

/** Asked of all rooms, and changes next to never: the page does not wake with each frame. */
function useSharedName(): boolean {
  const { store } = useLiveParts();
  return useSyncExternalStore(store.subscribe, () =>
    namesShareRoom([...store.get().rooms.values()].map((room) => room.name)),
  );
}

/** All rooms of the ward, each in its place for ever. */
export function WallPage() {
  const order = useRoomOrder();
  const link = useLink();
  const sharedName = useSharedName();
  const [ref, grid] = useGrid(order.length);
  useWalking(ref, grid?.columns ?? 1);
  const style =
    grid === null
      ? undefined
      : {
          gridTemplateColumns: `repeat(${grid.columns}, minmax(0, 1fr))`,
          gridAutoRows: grid.scrolls ? `${grid.tileHeight}px` : undefined,
          gridTemplateRows: grid.scrolls ? undefined : `repeat(${grid.rows}, minmax(0, 1fr))`,
        };
  return (
    <main
      ref={ref}
      className="wall"
      data-lost={link === "lost" || undefined}
      data-scrolls={grid?.scrolls || undefined}
      style={style}
    >
      {order.length > 0 && <h1 className="unseen">Wall</h1>}
      {grid !== null &&
        order.map((roomId) => (
          <RoomTile key={roomId} roomId={roomId} layout={grid.layout} actions={grid.actions} sharedName={sharedName} />
        ))}
      {grid?.scrolls === true && <AlarmsOutOfSight />}
      {order.length === 0 && <EmptyWall connecting={link === "connecting"} />}
    </main>
  );
}

const HOW_TO_ADD: Readonly<Record<Role, string>> = {
  nurse: "Ask the administrator to add a device: its room then appears here.",
  physician: "Ask the administrator to add a device: its room then appears here.",
  trainer: "Add simulated devices in Settings, or start them with “npm run simulate” on the server.",
  administrator:
    "Add a device in Settings, or on the server with “npm run device -- add --room 'Room 1' --kind oximeter”.",
};

function EmptyWall({ connecting }: { readonly connecting: boolean }) {
  const { role } = useMe();
  if (connecting) return <p className="wallEmpty">Connecting …</p>;
  return (
    <div className="wallEmpty">
      <h1>No room yet</h1>
      <p>A room appears here as soon as a device is added for it. {HOW_TO_ADD[role]}</p>
      {(role === "administrator" || role === "trainer") && <Link href="/settings">Open Settings</Link>}
    </div>
  );
}
