import { lazy, Suspense } from "react";
import { Redirect, Route, Switch } from "wouter";
import { BoardPage } from "../board/BoardPage.tsx";
import { RemsListPage } from "../rems/RemsListPage.tsx";
import { REMS_LIST_PATH } from "../rems/remsWords.ts";
import { SessionsPage } from "../sessions/SessionsPage.tsx";
import { SettingsPage } from "../settings/SettingsPage.tsx";
import { WallPage } from "../wall/WallPage.tsx";

// Recharts is heavy, and the wall must be there first.
const RoomPage = lazy(() => import("../room/RoomPage.tsx").then((module) => ({ default: module.RoomPage })));
const AlarmsPage = lazy(() => import("../review/AlarmsPage.tsx").then((module) => ({ default: module.AlarmsPage })));
const EpisodePage = lazy(() => import("../review/EpisodePage.tsx").then((module) => ({ default: module.EpisodePage })));
const WhatIfPage = lazy(() => import("../what-if/WhatIfPage.tsx").then((module) => ({ default: module.WhatIfPage })));
const SessionPage = lazy(() =>
  import("../sessions/SessionPage.tsx").then((module) => ({ default: module.SessionPage })),
);
const RemsPage = lazy(() => import("../rems/RemsPage.tsx").then((module) => ({ default: module.RemsPage })));
const ProtocolRoutes = lazy(() =>
  import("../protocols/ProtocolRoutes.tsx").then((module) => ({ default: module.ProtocolRoutes })),
);

export function Routes() {
  return (
    <Suspense fallback={<p className="waiting">Opening the page…</p>}>
      <Switch>
        <Route path="/">
          <WallPage />
        </Route>
        <Route path="/due">
          <BoardPage />
        </Route>
        <Route path="/rooms/:roomId">{({ roomId }) => <RoomPage key={roomId} roomId={roomId} />}</Route>
        <Route path="/alarms">
          <AlarmsPage part="queue" />
        </Route>
        {/* Not keyed: it keeps the list's order while a physician signs onward. */}
        <Route path="/alarms/episodes/:episodeId">{({ episodeId }) => <EpisodePage episodeId={episodeId} />}</Route>
        <Route path="/alarms/:part">{({ part }) => <AlarmsPage part={part} />}</Route>
        <Route path="/what-if">
          <WhatIfPage />
        </Route>
        <Route path="/sessions">
          <SessionsPage />
        </Route>
        <Route path="/sessions/:sessionId">
          {({ sessionId }) => <SessionPage key={sessionId} sessionId={sessionId} />}
        </Route>
        <Route path="/sessions/:sessionId/rems">
          {({ sessionId }) => <RemsPage key={sessionId} sessionId={sessionId} />}
        </Route>
        <Route path={REMS_LIST_PATH}>
          <RemsListPage />
        </Route>
        <Route path="/protocols/*?">
          <ProtocolRoutes />
        </Route>
        <Route path="/settings">
          <Redirect to="/settings/station" replace />
        </Route>
        <Route path="/settings/:part">{({ part }) => <SettingsPage part={part} />}</Route>
        {/* Who has just set the clinic up is signed in; the token leaves the address and the history. */}
        <Route path="/set-up">
          <Redirect to="/" replace />
        </Route>
        <Route>
          <main className="page">
            <h1>There is no such page</h1>
            <p>
              <a href="/">Go to the wall</a>
            </p>
          </main>
        </Route>
      </Switch>
    </Suspense>
  );
}
