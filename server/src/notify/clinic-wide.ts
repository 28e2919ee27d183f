import type { AlarmView, EscalationStep } from "@watchroom/shared/alarm";
import { isOfTheClinic } from "@watchroom/shared/alarm-review";
import type { Ward } from "../ward/ward.ts";
import type { Escalated } from "./notice.ts";
import type { Notifier } from "./notifier.ts";

/** What was told of it, and under which alarms. */
type Fact = { readonly told: Set<EscalationStep>; readonly alarms: { roomId: string; episodeId: string }[] };

/**
 * What every room in session has at once, for one reason: each step of the chain is told once, with how many rooms it
 * concerns, and it is over when it is so in the last of them.
 */
export function createClinicWide(ward: Ward, notifier: Notifier) {
  const facts = factsSoFar(ward);
  const factOf = (condition: string): Fact => {
    const fact = facts.get(condition) ?? { told: new Set(), alarms: [] };
    facts.set(condition, fact);
    return fact;
  };
  return {
    escalated(escalated: Escalated): void {
      const { told, alarms } = factOf(escalated.alarm.condition);
      if (told.has(escalated.to)) return;
      told.add(escalated.to);
      alarms.push({ roomId: escalated.roomId, episodeId: escalated.alarm.episodeId });
      const inSession = ward.rooms().filter(({ session }) => session !== null);
      const simulated = escalated.simulated && inSession.every((room) => room.simulated);
      notifier.escalated({ ...escalated, simulated, rooms: inSession.length });
    },
    /** Called before the ward shows it: the room's own alarm is not looked at. */
    settled(roomId: string, { condition }: AlarmView, why: "accepted" | "ended"): void {
      const others = ward.rooms().filter((room) => room.roomId !== roomId);
      if (others.some(({ alarms }) => alarms.some((alarm) => alarm.condition === condition && isOpen(alarm)))) return;
      for (const alarm of facts.get(condition)?.alarms ?? []) notifier.settled({ ...alarm, why });
      facts.delete(condition);
    },
  };
}

const isOpen = ({ present, signal }: AlarmView): boolean => present && signal === "on";

/** What a restart finds open is not told again. */
function factsSoFar(ward: Ward): Map<string, Fact> {
  const facts = new Map<string, Fact>();
  for (const { roomId, alarms } of ward.rooms()) {
    for (const alarm of alarms) {
      const { condition, escalation, episodeId } = alarm;
      if (!isOfTheClinic(alarm) || !isOpen(alarm) || escalation === null) continue;
      const fact = facts.get(condition) ?? { told: new Set(), alarms: [] };
      fact.told.add(escalation.to);
      fact.alarms.push({ roomId, episodeId });
      facts.set(condition, fact);
    }
  }
  return facts;
}
