import { useQueryClient } from "@tanstack/react-query";
import type { Me } from "@watchroom/shared/http";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { decideSound } from "../alarm/decide.ts";
import { floorOf } from "../alarm/level.ts";
import type { Sound } from "../alarm/sound.ts";
import { useSound } from "../alarm/soundContext.ts";
import { serverNow, subscribeTick } from "../live/clock.ts";
import { type Connection, createConnection } from "../live/connection.ts";
import { LiveContext } from "../live/context.ts";
import { createLiveStore, type LiveStore } from "../live/store.ts";
import { forgetSignedIn, noteLocked, refreshSignedIn } from "../people/signedIn.ts";
import { useIdleLock } from "../people/useIdleLock.ts";
import { reloadOnce } from "./reloadOnce.ts";

type Props = { readonly me: Me; readonly children: ReactNode };

/** Everything that runs while somebody is signed in: the line, the sound, the station's report, the idle lock. */
export function SignedIn({ me, children }: Props) {
  const queries = useQueryClient();
  const sound = useSound();
  const [store] = useState(createLiveStore);
  const [connection] = useState(() =>
    createConnection({
      operatorId: me.operatorId,
      store,
      onRefused: () => void refreshSignedIn(queries),
      onSignedOut: () => forgetSignedIn(queries),
      onLocked: (locked) => noteLocked(queries, locked),
      onOutdated: reloadOnce,
    }),
  );
  useEffect(() => run(connection, store, sound), [connection, store, sound]);
  useIdleLock(me, connection.activity);
  const parts = useMemo(() => ({ store, send: connection.send, me }), [store, connection, me]);
  return <LiveContext value={parts}>{children}</LiveContext>;
}

function run(connection: Connection, store: LiveStore, sound: Sound): () => void {
  const marks = document.documentElement.dataset;
  const listen = (): void => {
    const { rooms, link } = store.get();
    const decision = decideSound(rooms.values(), link, serverNow());
    sound.setFloor(floorOf(rooms.values()));
    sound.update(decision);
    const { audio, sounding, burst } = sound.get();
    if (burst !== null) connection.sounded(burst);
    connection.report({ visible: document.visibilityState === "visible", audible: audio === "running" });
    marks["link"] = link;
    marks["sound"] = audio;
    marks["sounding"] = sounding;
  };
  const stops = [
    store.subscribe(listen),
    sound.subscribe(listen),
    subscribeTick(() => {
      connection.watch();
      listen();
    }),
  ];
  document.addEventListener("visibilitychange", listen);
  sound.unlock();
  listen();
  connection.open();
  return () => {
    for (const stop of stops) stop();
    document.removeEventListener("visibilitychange", listen);
    connection.close();
    sound.update(null);
    for (const mark of ["link", "sound", "sounding"]) delete marks[mark];
  };
}
