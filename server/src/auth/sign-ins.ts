import { addMs, type Clock, type EpochMs, type MonoMs, type OperatorId } from "@watchroom/shared/time";
import type { Log } from "../log.ts";
import type { Operator, SignIn, StoreClient } from "../store/store.ts";
import { tokenOfCookie } from "./cookie.ts";
import type { Directory } from "./directory.ts";
import { hashToken, newToken } from "./token.ts";

/** A shift of twelve hours. */
export const SIGN_IN_LIFE_MS = 12 * 60 * 60_000;
const SWEEP_MS = 1_000;
/** A touch is written down no more often than this: after a restart the idle lock is at most so much early. */
const TOUCH_KEPT_MS = 30_000;

/** A person at a browser. While `locked` the wall may be read and nothing may be done. */
export type Identity = { readonly operator: Operator; readonly signIn: SignIn; readonly locked: boolean };
export type SignInChange = "locked" | "unlocked" | "ended";

type Held = { signIn: SignIn; activeMono: MonoMs; keptMono: MonoMs };

export type SignIns = {
  /** The cookie's value of a new sign-in. It is kept before this resolves. */
  start(operator: Operator): Promise<{ token: string; identity: Identity }>;
  /** Who sends this Cookie header; null: nobody, or no longer. */
  identify(cookieHeader: string | undefined): Identity | null;
  /** Whether this sign-in still is one, locked or not. */
  holds(tokenHash: string): boolean;
  /** A person touched this browser. Does not unlock. */
  touch(tokenHash: string): void;
  lock(tokenHash: string): Promise<void>;
  /** After the password was found right. */
  unlock(tokenHash: string): Promise<void>;
  end(tokenHash: string): Promise<void>;
  /** Ends all of this person, but not the one at `keep`. */
  endAllOf(operatorId: OperatorId, keep: string | null): Promise<void>;
  onChange(listener: (tokenHash: string, change: SignInChange) => void): void;
  readonly idleLockMs: number;
  stop(): void;
};

type SignInParts = {
  readonly store: StoreClient;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly log: Log;
  readonly idleLockMs: number;
};

/** Brings back the sign-ins of before the restart, and watches them: idle ones lock, old and withdrawn ones end. */
export async function createSignIns(parts: SignInParts): Promise<SignIns> {
  const signIns = new KeptSignIns(parts, await parts.store.signIns());
  const stop = parts.clock.every(SWEEP_MS, () => signIns.sweep());
  parts.directory.onChange(() => signIns.sweep());
  return {
    start: (operator) => signIns.start(operator),
    identify: (cookieHeader) => signIns.identify(cookieHeader),
    holds: (tokenHash) => signIns.holds(tokenHash),
    touch: (tokenHash) => signIns.touch(tokenHash),
    lock: (tokenHash) => signIns.lock(tokenHash),
    unlock: (tokenHash) => signIns.unlock(tokenHash),
    end: (tokenHash) => signIns.end(tokenHash),
    endAllOf: (operatorId, keep) => signIns.endAllOf(operatorId, keep),
    onChange: (listener) => signIns.listeners.push(listener),
    idleLockMs: parts.idleLockMs,
    stop,
  };
}

class KeptSignIns {
  readonly listeners: ((tokenHash: string, change: SignInChange) => void)[] = [];
  readonly #parts: SignInParts;
  readonly #held = new Map<string, Held>();

  constructor(parts: SignInParts, kept: readonly SignIn[]) {
    this.#parts = parts;
    const { mono, wall } = parts.clock.now();
    for (const signIn of kept) {
      const activeMono = addMs(mono, -Math.max(0, wall - signIn.activeAt));
      this.#held.set(signIn.tokenHash, { signIn, activeMono, keptMono: activeMono });
    }
  }

  async start(operator: Operator): Promise<{ token: string; identity: Identity }> {
    const token = newToken("signIn");
    const { mono, wall } = this.#parts.clock.now();
    const signIn: SignIn = {
      tokenHash: hashToken(token),
      operatorId: operator.operatorId,
      createdAt: wall,
      expiresAt: (wall + SIGN_IN_LIFE_MS) as EpochMs,
      lockedAt: null,
      activeAt: wall,
    };
    await this.#parts.store.putSignIn(signIn);
    this.#held.set(signIn.tokenHash, { signIn, activeMono: mono, keptMono: mono });
    return { token, identity: { operator, signIn, locked: false } };
  }

  identify(cookieHeader: string | undefined): Identity | null {
    const token = tokenOfCookie(cookieHeader);
    const held = token === null ? undefined : this.#held.get(hashToken(token));
    if (held === undefined) return null;
    const operator = this.#operatorOf(held.signIn);
    if (operator === null) return null;
    return { operator, signIn: held.signIn, locked: held.signIn.lockedAt !== null || this.#isIdle(held) };
  }

  holds(tokenHash: string): boolean {
    const held = this.#held.get(tokenHash);
    return held !== undefined && this.#operatorOf(held.signIn) !== null;
  }

  touch(tokenHash: string): void {
    const held = this.#held.get(tokenHash);
    if (held === undefined || held.signIn.lockedAt !== null || this.#isIdle(held)) return;
    const { mono, wall } = this.#parts.clock.now();
    held.activeMono = mono;
    held.signIn = { ...held.signIn, activeAt: wall };
    if (mono < addMs(held.keptMono, TOUCH_KEPT_MS)) return;
    held.keptMono = mono;
    this.#inBackground(this.#parts.store.putSignIn(held.signIn));
  }

  async lock(tokenHash: string): Promise<void> {
    const held = this.#held.get(tokenHash);
    if (held === undefined || held.signIn.lockedAt !== null) return;
    held.signIn = { ...held.signIn, lockedAt: this.#parts.clock.now().wall };
    this.#tell(tokenHash, "locked");
    await this.#parts.store.putSignIn(held.signIn);
  }

  async unlock(tokenHash: string): Promise<void> {
    const held = this.#held.get(tokenHash);
    if (held === undefined) return;
    const { mono, wall } = this.#parts.clock.now();
    held.activeMono = mono;
    held.keptMono = mono;
    held.signIn = { ...held.signIn, lockedAt: null, activeAt: wall };
    await this.#parts.store.putSignIn(held.signIn);
    this.#tell(tokenHash, "unlocked");
  }

  async end(tokenHash: string): Promise<void> {
    if (!this.#held.delete(tokenHash)) return;
    this.#tell(tokenHash, "ended");
    await this.#parts.store.removeSignIn(tokenHash);
  }

  async endAllOf(operatorId: OperatorId, keep: string | null): Promise<void> {
    const ended = [...this.#held.values()].filter(({ signIn }) => signIn.operatorId === operatorId);
    await Promise.all(
      ended.map(({ signIn }) => (signIn.tokenHash === keep ? Promise.resolve() : this.end(signIn.tokenHash))),
    );
  }

  sweep(): void {
    for (const held of [...this.#held.values()]) {
      const { tokenHash, lockedAt } = held.signIn;
      if (this.#operatorOf(held.signIn) === null) this.#inBackground(this.end(tokenHash));
      else if (lockedAt === null && this.#isIdle(held)) this.#inBackground(this.lock(tokenHash));
    }
  }

  #operatorOf(signIn: SignIn): Operator | null {
    if (this.#parts.clock.now().wall >= signIn.expiresAt) return null;
    const operator = this.#parts.directory.operators().find(({ operatorId }) => operatorId === signIn.operatorId);
    return operator === undefined || operator.withdrawnAt !== null ? null : operator;
  }

  #isIdle(held: Held): boolean {
    return this.#parts.clock.now().mono >= addMs(held.activeMono, this.#parts.idleLockMs);
  }

  #tell(tokenHash: string, change: SignInChange): void {
    for (const listener of this.listeners) listener(tokenHash, change);
  }

  #inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => this.#parts.log.warn("sign-in-not-kept", { error: String(error) }));
  }
}
