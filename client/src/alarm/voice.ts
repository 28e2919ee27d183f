import type { Melody, Priority } from "@watchroom/shared/alarm";
import { burst, lengthMsOf, repeatMsOf, type SoundKind } from "./burst.ts";
import { interrupts, type SoundDecision } from "./decide.ts";
import { renderBurst } from "./render.ts";

const LEAD_S = 0.02;

/** A burst of an alarm: what called for it when it was put on the time line, and when its first pulse is at its level. */
export type PlannedBurst = { readonly conditions: readonly string[]; readonly pulseAtS: number };

/** The one voice of a station on a context's time line, running or offline: one burst at a time, in its rhythm. */
export function createVoice(context: BaseAudioContext, output: AudioNode) {
  let alarm: { readonly decision: SoundDecision; readonly nextAtS: number } | null = null;
  let silence = (): void => undefined;
  let planned: PlannedBurst | null = null;

  /** Starts a burst in place of whatever sounds, also of one that has not begun. Returns when, on the context's clock, it ends. */
  function play(kind: SoundKind, melody: Melody, conditions: readonly string[]): number {
    silence();
    const atS = context.currentTime + LEAD_S;
    const pulses = burst(kind, melody);
    silence = renderBurst(context, output, pulses, atS);
    planned = { conditions, pulseAtS: atS + (pulses[0]?.startMs ?? 0) / 1_000 };
    return atS + lengthMsOf(pulses) / 1_000;
  }

  return {
    /** Called on each change and at each tick. Null ends every alarm sound at once. */
    say(decision: SoundDecision | null): void {
      if (decision === null) {
        if (alarm !== null) silence();
        alarm = null;
        planned = null;
        return;
      }
      const isDue = alarm === null || context.currentTime >= alarm.nextAtS;
      if (alarm !== null && !isDue && !interrupts(alarm.decision, decision)) {
        alarm = { ...alarm, decision };
        return;
      }
      const endsAtS = play(decision.kind, decision.melody, decision.conditions);
      alarm = { decision, nextAtS: endsAtS + repeatMsOf(decision.kind) / 1_000 };
    },
    /** One burst of the general melody. Returns when it ends, on the context's clock; null while an alarm has the voice. */
    test: (priority: Priority): number | null => (alarm === null ? play(priority, "general", []) : null),
    /** The burst that is on the time line, begun or not; null when none was asked for or its alarm is over. */
    planned: (): PlannedBurst | null => planned,
  };
}
export type Voice = ReturnType<typeof createVoice>;
