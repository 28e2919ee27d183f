import type { Me } from "@watchroom/shared/http";

/** Why this person cannot change protocols, in one sentence; null when they can. The server decides. */
export function whyNotChange({ role, locked }: Pick<Me, "role" | "locked">): string | null {
  if (role !== "physician" && role !== "administrator") {
    return `Signed in as ${role}: you can read protocols; physicians and administrators change them.`;
  }
  return locked ? "This station is locked. Unlock it to change protocols." : null;
}
