import { z } from "zod";

type EventRow = {
  readonly label: string;
  /** What is asked for beside the event; null: one tap is all. */
  readonly asks: string | null;
  readonly source: string;
};

/** What happened to the patient or was done for them, beside doses and judgements. One row a button. */
export const EVENTS = {
  oxygenOn: { label: "Oxygen on", asks: "Litres a minute", source: "clinical.md 1.3: oxygen given on desaturation" },
  oxygenOff: { label: "Oxygen off", asks: null, source: "Ends oxygen: the release asks for SpO2 on room air" },
  antiemetic: { label: "Antiemetic", asks: "Medicine and dose", source: "clinical.md 1.3: nausea in 14 % (SUSTAIN)" },
  antihypertensive: {
    label: "Blood-pressure medicine",
    asks: "Medicine and dose",
    source: "clinical.md 1.1: BP still high",
  },
  repositioned: { label: "Repositioned", asks: null, source: "clinical.md 2.2: repositioning before a stop" },
  stimulated: { label: "Woken by voice or touch", asks: null, source: "clinical.md 2.2: stimulation before a stop" },
  calledPhysician: { label: "Called physician", asks: "Who", source: "clinical.md 2.2: notify prescriber" },
  vomited: { label: "Vomited", asks: null, source: "clinical.md 1.3: nausea in 14 % (SUSTAIN)" },
  seriousEvent: { label: "Serious adverse event", asks: "What happened", source: "clinical.md 1.2, field 10: SAE" },
  other: { label: "Other", asks: "What", source: "Anything else that belongs in the record" },
} as const satisfies Readonly<Record<string, EventRow>>;

export const EventId = z.enum(Object.keys(EVENTS) as [keyof typeof EVENTS, ...(keyof typeof EVENTS)[]]);
export type EventId = z.infer<typeof EventId>;

export const SessionEvent = z.object({
  at: z.number(),
  event: EventId,
  /** Free words of the person: "ondansetron 4 mg". */
  detail: z.string().nullable(),
  by: z.string(),
});
export type SessionEvent = z.infer<typeof SessionEvent>;

/** "Antiemetic: ondansetron 4 mg". */
export const eventText = ({ event, detail }: Pick<SessionEvent, "event" | "detail">): string =>
  detail === null ? EVENTS[event].label : `${EVENTS[event].label}: ${detail}`;

/** Oxygen is on from its last "on" to the "off" after it. */
export function oxygenSince(events: readonly SessionEvent[]): number | null {
  const last = events.findLast(({ event }) => event === "oxygenOn" || event === "oxygenOff");
  return last?.event === "oxygenOn" ? last.at : null;
}
