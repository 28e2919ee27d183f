import { PATHS } from "@watchroom/shared/http";
import { DropdownMenu } from "radix-ui";
import { useLocation } from "wouter";
import { useMe } from "../live/hooks.ts";
import { roleLabel } from "./roleLabel.ts";
import { useSignInAct, useSignOut } from "./signedIn.ts";

/** Who is signed in, always; and the ways to stop being it. */
export function PersonMenu() {
  const me = useMe();
  const [, go] = useLocation();
  const lock = useSignInAct<Record<string, never>>(PATHS.lock);
  const signOut = useSignOut();
  const failure = lock.error ?? signOut.error;
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="pill button-pill header-person">
        <span className="header-name">
          {me.displayName}
          <span className="header-role">, {roleLabel(me.role).toLowerCase()}</span>
        </span>
        {me.locked && <span> · locked</span>}
        {failure !== null && <span role="alert"> · not done: {failure.message}</span>}
      </DropdownMenu.Trigger>
      <DropdownMenu.Content className="popover menu" align="end" sideOffset={6} collisionPadding={8}>
        <DropdownMenu.Item className="menu-item" disabled={me.locked} onSelect={() => lock.mutate({})}>
          Lock
        </DropdownMenu.Item>
        <DropdownMenu.Item className="menu-item" onSelect={() => go("/settings/station")}>
          Settings
        </DropdownMenu.Item>
        <DropdownMenu.Item className="menu-item" onSelect={() => signOut.mutate()}>
          Sign out or switch person
        </DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
