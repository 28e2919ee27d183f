import { z } from "zod";
import { AlarmView } from "./alarm.ts";
import { PreCheckAnswer } from "./precheck.ts";
import { Protocol } from "./protocol.ts";
import { Patient, Route, SessionEnd, SessionView } from "./session.ts";

// ---- Sessions in lists ----------------------------------------------------------------------------------------------

/** A person's name under a finished session. `meaning`: what was signed. */
export const Signature = z.object({
  at: z.number(),
  by: z.string(),
  operatorId: z.string(),
  role: z.enum(["nurse", "physician"]),
  meaning: z.string(),
});
export type Signature = z.infer<typeof Signature>;

/** What a list and the report must know beside the journal; kept with the session, and made from its journal. */
export const SessionFacts = z.object({
  patient: Patient,
  protocol: z.object({ id: z.string(), name: z.string(), version: z.number() }),
  owner: z.string().nullable(),
  doseAt: z.number().nullable(),
  dosingEndedAt: z.number().nullable(),
  /** Milligrams given in all; null where it is not known. */
  givenMg: z.number().nullable(),
  ending: z
    .object({
      how: SessionEnd,
      by: z.string(),
      reason: z.string().nullable(),
      /** Who decided on a release with a criterion unmet. */
      physician: z.string().nullable(),
    })
    .nullable(),
  preCheck: z.array(PreCheckAnswer),
  signatures: z.array(Signature),
  /** Corrections added after the end. */
  corrections: z.number().int(),
  rems: z.object({ submittedAt: z.number(), by: z.string(), how: z.string() }).nullable(),
});
export type SessionFacts = z.infer<typeof SessionFacts>;

export const SessionsQuery = z.object({ limit: z.coerce.number().int().positive().max(1_000).default(200) });
export const SessionRowAnswer = z.object({
  sessionId: z.string(),
  roomId: z.string(),
  room: z.string(),
  initials: z.string(),
  route: Route,
  recordFrom: z.number(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  simulated: z.boolean(),
  facts: SessionFacts,
});
export type SessionRowAnswer = z.infer<typeof SessionRowAnswer>;
export const SessionsAnswer = z.object({ sessions: z.array(SessionRowAnswer) });
export type SessionsAnswer = z.infer<typeof SessionsAnswer>;

/** Signing asks for the password again: a signature is the person's, not the browser's. */
export const SignBody = z.object({ password: z.string().min(1).max(200) });
/** Added beside the record after its end; the record itself is never changed. */
export const CorrectionBody = z.object({
  /** What is corrected, in words: "Systolic at 14:40". */
  subject: z.string().trim().min(2).max(120),
  was: z.string().trim().max(300),
  is: z.string().trim().min(1).max(300),
  reason: z.string().trim().min(3).max(300),
});
export type CorrectionBody = z.infer<typeof CorrectionBody>;
export const SubmittedBody = z.object({ how: z.enum(["online", "fax"]), at: z.number().nullable() });
export type SubmittedBody = z.infer<typeof SubmittedBody>;

// ---- The report -----------------------------------------------------------------------------------------------------

/** One line of the timeline. `minute`: from the first dose; null without one. */
const TimelineRow = z.object({
  at: z.number(),
  minute: z.number().nullable(),
  kind: z.string(),
  text: z.string(),
  by: z.string().nullable(),
});
export type TimelineRow = z.infer<typeof TimelineRow>;

/** The vital signs at one cuff measurement, or at one full quarter of an hour where no cuff measured. */
const VitalsRow = z.object({
  at: z.number(),
  minute: z.number().nullable(),
  systolic: z.number().nullable(),
  diastolic: z.number().nullable(),
  mean: z.number().nullable(),
  pulseRate: z.number().nullable(),
  spo2: z.number().nullable(),
  /** "cuff" with its label, "typed by NAME", or "oximeter". */
  from: z.string(),
});
export type VitalsRow = z.infer<typeof VitalsRow>;

/** One alarm from its begin to its end, with everything that people did about it. */
const AlarmRow = z.object({
  episode: AlarmView,
  text: z.string(),
  minute: z.number().nullable(),
  acknowledgedBy: z.string().nullable(),
  acknowledgedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
});
export type AlarmRow = z.infer<typeof AlarmRow>;

export const Correction = CorrectionBody.extend({ at: z.number(), by: z.string() });
export type Correction = z.infer<typeof Correction>;

/** Everything about one session, folded from its journal: what the page shows and the PDF prints. */
export const ReportAnswer = z.object({
  clinic: z.string(),
  madeAt: z.number(),
  row: SessionRowAnswer,
  /** The session as it was at its end, or as it is now: doses, assessments, events, answers, criteria. */
  session: SessionView,
  devices: z.array(z.string()),
  timeline: z.array(TimelineRow),
  vitals: z.array(VitalsRow),
  alarms: z.array(AlarmRow),
  /** Every judgement in order, not only the newest of each scale. */
  assessments: z.array(
    z.object({
      at: z.number(),
      minute: z.number().nullable(),
      label: z.string(),
      text: z.string(),
      value: z.number(),
      by: z.string(),
    }),
  ),
  corrections: z.array(Correction),
  signatures: z.array(Signature),
});
export type ReportAnswer = z.infer<typeof ReportAnswer>;
export const ReportQuery = z.object({
  paper: z.enum(["a4", "letter"]).default("a4"),
  timeZone: z.string().max(60).optional(),
});

// ---- The REMS form --------------------------------------------------------------------------------------------------

/** Where a value of the form came from, to be checked against the journal. */
const FieldSource = z.object({
  kind: z.enum(["reading", "person", "computed", "clinic"]),
  /** Device and its label, the person, or the rule. */
  text: z.string(),
  at: z.number().nullable(),
});
const RemsField = z.object({
  id: z.string(),
  section: z.string(),
  label: z.string(),
  /** Null: not in the record; the person fills it in on the form. */
  value: z.string().nullable(),
  required: z.boolean(),
  source: FieldSource.nullable(),
});
export type RemsField = z.infer<typeof RemsField>;

export const RemsAnswer = z.object({
  sessionId: z.string(),
  simulated: z.boolean(),
  formVersion: z.enum(["2021", "2025"]),
  fields: z.array(RemsField),
  /** Labels of required fields without a value. */
  missing: z.array(z.string()),
  /** Minutes from the first device to the end; null while it runs or without a dose. */
  totalMinutes: z.number().nullable(),
  /** When every criterion but the least time was first met, and stayed so; null: not in this record. */
  couldHaveLeft: z.object({ at: z.number(), minutes: z.number() }).nullable(),
  /** Rule by which the 40-min pressure was chosen. */
  window: z.string(),
  submitBy: z.number(),
  submitted: SessionFacts.shape.rems,
});
export type RemsAnswer = z.infer<typeof RemsAnswer>;

/** What the form asks of the clinic itself. */
export const SiteBody = z.object({
  name: z.string().trim().max(120),
  address: z.string().trim().max(160),
  city: z.string().trim().max(80),
  state: z.string().trim().max(40),
  zip: z.string().trim().max(16),
  phone: z.string().trim().max(40),
  email: z.string().trim().max(120),
  /** An inpatient place does not submit the form. */
  inpatient: z.boolean(),
  formVersion: z.enum(["2021", "2025"]),
});
export type SiteBody = z.infer<typeof SiteBody>;

export const RemsListAnswer = z.object({
  sessions: z.array(SessionRowAnswer.extend({ submitBy: z.number(), daysLeft: z.number() })),
});
export type RemsListAnswer = z.infer<typeof RemsListAnswer>;

// ---- Protocols ------------------------------------------------------------------------------------------------------

/** One kept version. `active`: new sessions may take it. */
export const ProtocolVersion = z.object({
  protocol: Protocol,
  savedAt: z.number(),
  savedBy: z.string(),
  note: z.string(),
  active: z.boolean(),
  /** The last time somebody made it active or not, newest first in the history. */
  activations: z.array(z.object({ at: z.number(), by: z.string(), active: z.boolean() })),
});
export type ProtocolVersion = z.infer<typeof ProtocolVersion>;
/** All versions of all protocols, the newest of each first. */
export const ProtocolsAnswer = z.object({ versions: z.array(ProtocolVersion) });
export type ProtocolsAnswer = z.infer<typeof ProtocolsAnswer>;

/** The document as it was written; its version and author are given by the server. */
export const SaveProtocolBody = z.object({
  document: z.unknown(),
  /** The version that was edited, so that two people do not overwrite each other; null: a new protocol. */
  basedOn: z.number().int().positive().nullable(),
  note: z.string().trim().min(3).max(300),
});
/** Making a version active is signed: it changes what happens to patients from now on. */
export const ActivateBody = z.object({ active: z.boolean(), password: z.string().min(1).max(200) });

/** What is wrong with a protocol, a sentence a fault. */
export const ProtocolFaults = z.object({ code: z.string(), message: z.string(), faults: z.array(z.string()) });
export type ProtocolFaults = z.infer<typeof ProtocolFaults>;

/** Somebody to whom a room can be handed over. */
export const Colleague = z.object({ operatorId: z.string(), displayName: z.string(), role: z.string() });
export type Colleague = z.infer<typeof Colleague>;
