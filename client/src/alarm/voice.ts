import type { Melody, Priority } from "@watchroom/shared/alarm";
import { burst, lengthMsOf, repeatMsOf, type SoundKind } from "./burst.ts";
import { interrupts, type SoundDecision } from "./decide.ts";
import { renderBurst } from "./render.ts";

const LEAD_S = 0.02;

/** The one voice of a station on a context's time line, running or offline: one burst at a time, in its rhythm. */
export function createVoice(context: BaseAudioContext, output: AudioNode) {
  let alarm: { readonly decision: SoundDecision; readonly nextAtS: number } | null = null;
  let silence = (): void => undefined;

  /** Starts a burst in place of whatever sounds. Returns when, on the context's clock, it ends. */
  function play(kind: SoundKind, melody: Melody): number {
    silence();
    const atS = context.currentTime + LEAD_S;
    const pulses = burst(kind, melody);
    silence = renderBurst(context, output, pulses, atS);
    return atS + lengthMsOf(pulses) / 1_000;
  }

  return {
    /** Called on each change and at each tick. Null ends every alarm sound at once. */
    say(decision: SoundDecision | null): void {
      if (decision === null) {
        if (alarm !== null) silence();
        alarm = null;
        return;
      }
      const isDue = alarm === null || context.currentTime >= alarm.nextAtS;
      if (alarm !== null && !isDue && !interrupts(alarm.decision, decision)) {
        alarm = { ...alarm, decision };
        return;
      }
      const endsAtS = play(decision.kind, decision.melody);
      alarm = { decision, nextAtS: endsAtS + repeatMsOf(decision.kind) / 1_000 };
    },
    /** One burst of the general melody. Returns when it ends, on the context's clock; null while an alarm has the voice. */
    test: (priority: Priority): number | null => (alarm === null ? play(priority, "general") : null),
  };
}
export type Voice = ReturnType<typeof createVoice>;
