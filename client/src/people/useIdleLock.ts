import { type Me, PATHS } from "@watchroom/shared/http";
import { useEffect, useEffectEvent } from "react";
import { subscribeTick } from "../live/clock.ts";
import { useSignInAct } from "./signedIn.ts";

/** A touch is told to the server at most this often. */
const ACTIVITY_EVERY_MS = 10_000;

/**
 * Locks this sign-in after `me.idleLockMs` without a touch. The server counts by itself too, from the touches it is told; the
 * wall stays visible and alarms sound either way.
 */
export function useIdleLock(me: Me, tellActivity: () => void): void {
  const { mutate } = useSignInAct<Record<string, never>>(PATHS.lock);
  const lock = useEffectEvent(() => mutate({}));
  useEffect(() => {
    if (me.locked) return;
    let touchedAt = performance.now();
    let toldAt = Number.NEGATIVE_INFINITY;
    const onTouch = (): void => {
      touchedAt = performance.now();
      if (touchedAt - toldAt < ACTIVITY_EVERY_MS) return;
      toldAt = touchedAt;
      tellActivity();
    };
    let askedAt = Number.NEGATIVE_INFINITY;
    const stop = subscribeTick(() => {
      const now = performance.now();
      if (now - touchedAt < me.idleLockMs || now - askedAt < ACTIVITY_EVERY_MS) return;
      askedAt = now;
      lock();
    });
    const gestures = ["pointerdown", "pointermove", "keydown"] as const;
    for (const gesture of gestures) addEventListener(gesture, onTouch);
    return () => {
      stop();
      for (const gesture of gestures) removeEventListener(gesture, onTouch);
    };
  }, [me.locked, me.idleLockMs, tellActivity]);
}
