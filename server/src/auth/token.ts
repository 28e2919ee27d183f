import { createHash, randomBytes } from "node:crypto";

const TOKEN_BYTES = 32;
/** What a token is for, so that a leaked one is recognised. */
const PREFIXES = { device: "wrd_", access: "wra_", signIn: "wrs_", setUp: "wru_" } as const;

/** A new secret: 32 random bytes. Shown once; only `hashToken` of it is kept. */
export const newToken = (use: keyof typeof PREFIXES): string =>
  `${PREFIXES[use]}${randomBytes(TOKEN_BYTES).toString("base64url")}`;

/** A random token of 256 bits needs no slow hash. */
export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");
