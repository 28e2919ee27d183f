import { Route, Switch } from "wouter";
import { EditPage } from "./edit/EditPage.tsx";
import { ProtocolPage } from "./ProtocolPage.tsx";
import { ProtocolsPage } from "./ProtocolsPage.tsx";

/** All pages of protocols, loaded at once: who saves must not wait for the page that shows what was saved. */
export const ProtocolRoutes = () => (
  <Switch>
    <Route path="/protocols/new">
      <EditPage id={null} />
    </Route>
    <Route path="/protocols/:id">{({ id }) => <ProtocolPage key={id} id={id} />}</Route>
    <Route path="/protocols/:id/edit">{({ id }) => <EditPage key={id} id={id} />}</Route>
    <Route>
      <ProtocolsPage />
    </Route>
  </Switch>
);
