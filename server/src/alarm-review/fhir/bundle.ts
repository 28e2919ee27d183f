import { DISPOSITIONS, ESCALATION_LABELS, type Priority } from "@watchroom/shared/alarm";
import type { Episode } from "@watchroom/shared/alarm-review";
import type { DeviceId, EpochMs, RoomId } from "@watchroom/shared/time";
import type { SessionRow } from "../../store/store.ts";
import type { RecordParts } from "../alarm-record.ts";
import { stripSpan } from "../strip.ts";
import { type Entry, entryOf, idOf, iso, LIMIT_EVENTS, metaOf, referenceTo, textOnly } from "./resource.ts";
import { type Around, vitalsOf, worstOf } from "./vitals.ts";

type Alarms = { readonly episodes: readonly Episode[]; readonly sessions: readonly SessionRow[] };
const KINDS = ["reading", "lateReading", "command"] as const;

/**
 * The alarms as an HL7 FHIR R4 Bundle of the type collection: a DetectedIssue each, with what was measured around it as
 * evidence, and a Provenance for each person who took or signed it. Ids are made of what they name, so that two exports
 * of the same record are the same.
 */
export async function bundleOf(parts: RecordParts, { episodes, sessions }: Alarms): Promise<Record<string, unknown>> {
  const { wall: now } = parts.clock.now();
  const labels = new Map<DeviceId, string>((await parts.store.devices()).map((one) => [one.deviceId, one.label]));
  const entries = new Map<string, Entry>();
  for (const episode of episodes) {
    const { from, to } = stripSpan(episode, sessions, { roomId: episode.roomId, now });
    const span = { roomId: episode.roomId as RoomId, from: from as EpochMs, to: to as EpochMs, kinds: KINDS };
    const patient = patientOf(episode, sessions);
    const subject = patient === null ? {} : { subject: referenceTo(patient.resource) };
    const around = { episode, subject, labels };
    const { observations, devices } = vitalsOf(await parts.store.entries(span), around);
    const measured = [...worstOf(around), ...observations];
    const own = [watchroom(episode), ...(patient === null ? [] : [patient]), ...devices, ...measured];
    for (const entry of [...own, issueOf(around, measured), ...provenancesOf(episode)])
      entries.set(entry.fullUrl, entry);
    await parts.pause();
  }
  return {
    resourceType: "Bundle",
    ...metaOf(episodes.some(({ simulated }) => simulated)),
    type: "collection",
    timestamp: iso(now),
    ...(entries.size > 0 && { entry: [...entries.values()] }),
  };
}

/** A number, and a name only where the record has one. Null: nobody's. */
function patientOf({ sessionId, simulated }: Episode, sessions: readonly SessionRow[]): Entry | null {
  const session = sessions.find((one) => one.sessionId === sessionId);
  if (session === undefined) return null;
  const { recordNumber, name } = session.facts.patient;
  const identifier =
    recordNumber === null
      ? { system: "urn:watchroom:session", value: session.sessionId }
      : { system: "urn:watchroom:record-number", value: recordNumber };
  return entryOf({
    resourceType: "Patient",
    id: idOf(`patient ${identifier.system} ${identifier.value}${simulated ? " simulated" : ""}`),
    ...metaOf(simulated),
    ...{ identifier: [identifier], ...(name !== null && { name: [textOnly(name)] }) },
  });
}

/** Who says so: this program, which is a secondary display. */
const watchroom = ({ simulated }: Pick<Episode, "simulated">): Entry =>
  entryOf({
    resourceType: "Device",
    id: idOf(`watchroom${simulated ? " simulated" : ""}`),
    ...metaOf(simulated),
    ...{ status: "active", deviceName: [{ name: "Watchroom", type: "manufacturer-name" }] },
  });

const SEVERITY: Readonly<Record<Priority, string>> = { high: "high", medium: "moderate", low: "low" };
const issueId = ({ episodeId }: Episode): string => idOf(`episode ${episodeId}`);

function issueOf({ episode, subject }: Around, measured: readonly Entry[]): Entry {
  const { simulated, label, side, since, endedAt, priority, text, room } = episode;
  const patient = "subject" in subject ? { patient: subject.subject } : {};
  const mitigation = mitigationsOf(episode);
  return entryOf({
    resourceType: "DetectedIssue",
    id: issueId(episode),
    ...metaOf(simulated),
    ...{
      identifier: [{ system: "urn:watchroom:episode", value: episode.episodeId }],
      status: endedAt === null ? "preliminary" : "final",
      code: { ...(side !== null && { coding: [LIMIT_EVENTS[side]] }), text: label },
      severity: SEVERITY[priority],
      ...patient,
      identifiedPeriod: { start: iso(since), ...(endedAt !== null && { end: iso(endedAt) }) },
      author: referenceTo(watchroom(episode).resource, "Watchroom"),
      ...(measured.length > 0 && { evidence: [{ detail: measured.map(({ resource }) => referenceTo(resource)) }] }),
      detail: [text, room, ...detailsOf(episode)].join("; "),
      ...(mitigation.length > 0 && { mitigation }),
    },
  });
}

const SECOND_MS = 1_000;
function detailsOf({ onsets, heardAt, heardAfterMs, escalatedTo }: Episode): string[] {
  return [
    ...(onsets > 1 ? [`came ${onsets} times`] : []),
    heardAt === 0 || heardAfterMs === null
      ? "heard at no station"
      : `heard at ${heardAt} ${heardAt === 1 ? "station" : "stations"} after ${Number((heardAfterMs / SECOND_MS).toFixed(1))} s`,
    ...(escalatedTo === null ? [] : [`escalated to ${ESCALATION_LABELS[escalatedTo]}`]),
  ];
}

/** What a person did about it. */
function mitigationsOf({ acknowledgedBy, acknowledgedAt, disposition, note, judgedBy }: Episode): object[] {
  const acts: object[] = [];
  if (acknowledgedAt !== null) {
    const author = acknowledgedBy === null ? {} : { author: { display: acknowledgedBy } };
    acts.push({ action: textOnly("Acknowledged"), date: iso(acknowledgedAt), ...author });
  }
  if (disposition === null && note === null) return acts;
  const said = [disposition === null ? "" : DISPOSITIONS[disposition].label, note ?? ""].filter(Boolean).join(": ");
  acts.push({ action: textOnly(said), ...(judgedBy !== null && { author: { display: judgedBy } }) });
  return acts;
}

function provenancesOf(episode: Episode): Entry[] {
  const { acknowledgedBy, acknowledgedAt, reviewedBy, reviewedAt } = episode;
  return [
    ...provenance(episode, "Acknowledged", { at: acknowledgedAt, by: acknowledgedBy, type: "performer" }),
    ...provenance(episode, "Reviewed and signed", { at: reviewedAt, by: reviewedBy, type: "verifier" }),
  ];
}

function provenance(
  episode: Episode,
  activity: string,
  { at, by, type }: { readonly at: number | null; readonly by: string | null; readonly type: string },
): Entry[] {
  if (at === null || by === null) return [];
  const coding = [{ system: "http://terminology.hl7.org/CodeSystem/provenance-participant-type", code: type }];
  return [
    entryOf({
      resourceType: "Provenance",
      id: idOf(`${activity} ${episode.episodeId} ${at}`),
      ...metaOf(episode.simulated),
      ...{
        target: [referenceTo({ id: issueId(episode) })],
        occurredDateTime: iso(at),
        recorded: iso(at),
        activity: textOnly(activity),
        agent: [{ type: { coding }, who: { display: by } }],
      },
    }),
  ];
}
