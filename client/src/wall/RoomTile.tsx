import type { AlarmView } from "@watchroom/shared/alarm";
import { firstCalling, groupAlarms, inGroups } from "@watchroom/shared/alarm-groups";
import { memo, useMemo } from "react";
import { useClinic, useRoom } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { AlarmLine } from "./AlarmLine.tsx";
import type { TileLayout } from "./grid.ts";
import { shortName } from "./roomName.ts";
import { roomPath } from "./roomPath.ts";
import { Sparkline } from "./Sparkline.tsx";
import { StandbyLine } from "./StandbyLine.tsx";
import { TileActions } from "./TileActions.tsx";
import { Devices, NextStep, ReleaseState } from "./TileFoot.tsx";
import { TileHead } from "./TileHead.tsx";
import { TileName } from "./TileName.tsx";
import { TileUndo } from "./TileUndo.tsx";
import { offersAction } from "./tileOffers.ts";
import { Values } from "./Values.tsx";
import "./tile.css";

type RoomTileProps = {
  readonly roomId: string;
  readonly layout: TileLayout;
  readonly actions: boolean;
  /** Every room is called "Room …": the word is left out. */
  readonly sharedName: boolean;
};

const isFree = (room: LiveRoom): boolean =>
  room.session === null && room.watchingSince === null && room.alarms.length === 0;

/** One room on the wall. Wakes for this room's own changes; its clocks wake by themselves. */
export const RoomTile = memo(function RoomTile({ roomId, layout, actions, sharedName }: RoomTileProps) {
  const room = useRoom(roomId);
  const clinicSimulated = useClinic()?.simulated ?? false;
  const groups = useMemo(() => groupAlarms(room?.alarms ?? []), [room?.alarms]);
  const alarms = useMemo(() => inGroups(groups), [groups]);
  if (room === undefined) return null;
  const name = shortName(room.name, sharedName);
  const path = roomPath(roomId);
  if (isFree(room)) return <FreeTile room={room} name={name} path={path} />;
  const [group] = groups;
  const calling = firstCalling(groups);
  const small = layout === "compact" || layout === "mini";
  return (
    <article
      className="tile"
      data-layout={layout}
      data-actions={actions || undefined}
      data-priority={calling?.priority}
    >
      <div className="tileInside">
        <TileHead room={room} name={name} path={path} shortTag={small || clinicSimulated} />
        <div className="tileSlot">
          {group !== undefined && <AlarmLine group={group} more={groups.length - 1} calling={calling} short={small} />}
          {group === undefined && room.standby !== null && <StandbyLine standby={room.standby} />}
        </div>
        <Values room={room} />
        {!small && <Strip room={room} alarms={alarms} path={path} actions={actions} />}
        {layout !== "mini" && (
          <footer className="tileFoot">
            {small && actions && offersAction(room, small) ? (
              <TileActions room={room} alarms={alarms} path={path} small />
            ) : (
              <>
                <NextStep room={{ ...room, alarms: [...alarms] }} />
                <Devices room={room}>{!small && <ReleaseState room={room} />}</Devices>
              </>
            )}
          </footer>
        )}
      </div>
    </article>
  );
});

type StripProps = {
  readonly room: LiveRoom;
  readonly alarms: readonly AlarmView[];
  readonly path: string;
  readonly actions: boolean;
};

/** The last ten minutes, and below them the buttons when there is something to do: nothing above them moves. */
const Strip = ({ room, alarms, path, actions }: StripProps) => (
  <div className="tileStrip">
    <Sparkline spark={room.spark} />
    {actions && offersAction(room, false) && <TileActions room={room} alarms={alarms} path={path} small={false} />}
  </div>
);

const FreeTile = ({ room, name, path }: { readonly room: LiveRoom; readonly name: string; readonly path: string }) => (
  <article className="tile tileFree">
    <div className="tileInside">
      <TileName room={room} name={name} path={path} />
      <span>free</span>
      <TileUndo room={room} />
    </div>
  </article>
);
