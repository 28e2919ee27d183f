import { ok } from "@watchroom/shared/result";
import type { Clock } from "@watchroom/shared/time";
import type { Operator } from "../store/store.ts";
import { Attempts } from "./attempts.ts";
import type { Directory } from "./directory.ts";
import { verifyPassword } from "./password.ts";
import { createTurn } from "./turn.ts";

/** Passwords waiting to be checked; beyond it a flood is refused before it costs anything. */
const WAITING_MAX = 64;
const SECOND_MS = 1_000;
/** Costs what a real check costs, so that a stranger cannot tell which names exist. Matches nothing. */
const NOBODY = `scrypt$32768$8$1$AAAAAAAAAAAAAAAAAAAAAA$${"A".repeat(43)}`;

type CheckFailure = {
  readonly ok: false;
  readonly code: "wrong-password" | "too-many-attempts";
  readonly message: string;
  readonly retryAfterS?: number;
};
export type PasswordCheck = (
  name: string,
  password: string,
  triedBy: readonly string[],
) => Promise<{ readonly ok: true; readonly value: Operator } | CheckFailure>;

const keyOf = (name: string): string => name.trim().toLowerCase();

/** Failures to sign in count for the name and for where the call came from. */
export const signInTriedBy = (name: string, address: string): string[] => [`name ${keyOf(name)}`, `address ${address}`];
/** At a locked station they count for it alone: a stranger's guesses must not keep a nurse from her patients' alarms. */
export const unlockTriedBy = (tokenHash: string): string[] => [`sign-in ${tokenHash}`];

/**
 * Finds the person of a name and password. One check at a time: each takes a core for its time, and guesses sent at once
 * are counted as surely as guesses in a row. `triedBy`: whose failures are counted together, each by itself.
 */
export function createPasswordCheck(parts: { readonly directory: Directory; readonly clock: Clock }): PasswordCheck {
  const attempts = new Attempts();
  let waiting = 0;
  const inTurn = createTurn();

  const check: PasswordCheck = async (name, password, triedBy) => {
    const { mono } = parts.clock.now();
    const waitMs = Math.max(...triedBy.map((key) => attempts.waitMs(key, mono)));
    if (waitMs > 0) return tooMany(Math.ceil(waitMs / SECOND_MS));
    const operator = parts.directory.operators().find((one) => keyOf(one.name) === keyOf(name));
    const isRight = await verifyPassword(password, operator?.passwordHash ?? NOBODY);
    if (isRight && operator !== undefined && operator.withdrawnAt === null) {
      for (const key of triedBy) attempts.succeeded(key);
      return ok(operator);
    }
    for (const key of triedBy) attempts.failed(key, mono);
    return { ok: false, code: "wrong-password", message: "The name or the password is not right. Try again." };
  };

  return async (name, password, triedBy) => {
    if (waiting >= WAITING_MAX) return tooMany(1);
    waiting += 1;
    try {
      return await inTurn(() => check(name, password, triedBy));
    } finally {
      waiting -= 1;
    }
  };
}

const tooMany = (seconds: number): CheckFailure => ({
  ok: false,
  code: "too-many-attempts",
  message: `Too many attempts in a row. Wait ${seconds} s, then try again.`,
  retryAfterS: seconds,
});
