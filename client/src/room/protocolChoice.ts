import type { ProtocolVersion } from "@watchroom/shared/http-sessions";
import type { Route } from "@watchroom/shared/session";

/** Pure. What a new session of this route may take: of each protocol the newest active version, in order of name. */
export function activeProtocols(versions: readonly ProtocolVersion[], route: Route): readonly ProtocolVersion[] {
  const active = versions
    .filter((one) => one.active && one.protocol.route === route)
    .sort((a, b) => b.protocol.version - a.protocol.version);
  const newest = active.filter(
    ({ protocol }, index) => active.findIndex((one) => one.protocol.id === protocol.id) === index,
  );
  return newest.sort((a, b) => a.protocol.name.localeCompare(b.protocol.name));
}

/**
 * Pure. The protocol that the session will have: what was chosen, or the only one there is; null while somebody has to
 * choose.
 */
export function chosenProtocol(offered: readonly ProtocolVersion[], chosenId: string | null): ProtocolVersion | null {
  const [only] = offered;
  return offered.find(({ protocol }) => protocol.id === chosenId) ?? (offered.length === 1 ? (only ?? null) : null);
}
