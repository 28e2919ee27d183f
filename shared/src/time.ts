declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type ClinicId = Brand<string, "ClinicId">;
export type RoomId = Brand<string, "RoomId">;
export type SessionId = Brand<string, "SessionId">;
export type DeviceId = Brand<string, "DeviceId">;
export type OperatorId = Brand<string, "OperatorId">;

/** Wall clock, milliseconds since 1970 UTC: shown to people, written to the record. */
export type EpochMs = Brand<number, "EpochMs">;
/**
 * The ward's own clock in milliseconds: never jumps back, and goes on over a restart. Every delay, pause and age is
 * measured on it.
 */
export type MonoMs = Brand<number, "MonoMs">;

/** One moment on both clocks. */
export type Instant = { readonly mono: MonoMs; readonly wall: EpochMs };

export type Clock = {
  now(): Instant;
  /** Runs until the returned function is called. */
  every(periodMs: number, run: () => void): () => void;
};

export const addMs = (at: MonoMs, delayMs: number): MonoMs => (at + delayMs) as MonoMs;

/** The moment that is `mono` on the ward's clock, seen from a moment known on both. */
export const instantAt = (mono: MonoMs, near: Instant): Instant => ({
  mono,
  wall: (near.wall + (mono - near.mono)) as EpochMs,
});
