import type { SessionRowAnswer, Signature } from "@watchroom/shared/http-sessions";
import type { Role } from "@watchroom/shared/wire";

type Signed = Pick<SessionRowAnswer, "endedAt" | "facts">;
export type Signer = Signature["role"];

/** A session is signed by one of each, then it is locked. */
const SIGNERS: readonly Signer[] = ["nurse", "physician"];

/** Pure. Whose signature is missing; nobody's while the session runs. */
export function missingSigners({ endedAt, facts: { signatures } }: Signed): readonly Signer[] {
  if (endedAt === null) return [];
  return SIGNERS.filter((role) => signatures.every((signature) => signature.role !== role));
}

/** Pure. True when nothing but corrections can be added any more. */
export const isLocked = (session: Signed): boolean => session.endedAt !== null && missingSigners(session).length === 0;

/** As whom this person signs; null: it is not theirs to sign. */
export const signerOf = (role: Role): Signer | null => SIGNERS.find((signer) => signer === role) ?? null;

/** Pure. For a nurse or a physician: their signature is missing. For others: any is. */
export function isToSign(session: Signed, role: Role): boolean {
  const missing = missingSigners(session);
  const signer = signerOf(role);
  return signer === null ? missing.length > 0 : missing.includes(signer);
}

/** "To sign: nurse, physician", "To sign: physician", "Signed"; null while the session runs. */
export function signatureText(session: Signed): string | null {
  if (session.endedAt === null) return null;
  const missing = missingSigners(session);
  return missing.length === 0 ? "Signed" : `To sign: ${missing.join(", ")}`;
}

/** Pure. Who treats or reviews may correct after the end; a trainer what is simulated only. */
export function isCorrectable(
  { endedAt, simulated }: Pick<SessionRowAnswer, "endedAt" | "simulated">,
  role: Role,
): boolean {
  if (endedAt === null || role === "administrator") return false;
  return role !== "trainer" || simulated;
}

/** "1 correction", "2 corrections"; null without one. */
export function correctionsText(count: number): string | null {
  if (count === 0) return null;
  return `${count} ${count === 1 ? "correction" : "corrections"}`;
}
