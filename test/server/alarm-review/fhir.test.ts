import { EpisodesAnswer } from "@watchroom/shared/alarm-review";
import type { EpochMs, MonoMs, RoomId } from "@watchroom/shared/time";
import { Fhir } from "fhir";
import type { Bundle, DetectedIssue, Device, FhirResource, Observation, Patient, Provenance } from "fhir/r4";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PASSWORD } from "../http/api.ts";
import { openDesk } from "./desk.ts";

type Collection = Bundle<FhirResource>;
type Desk = Awaited<ReturnType<typeof openDesk>>;
let desk: Desk;
let bundle: Collection;
const exported = async (from: Desk, query: Record<string, string> = {}): Promise<Collection> =>
  (await from.ask("nurse", "get", "export.fhir.json", { query })).value as Collection;
const resources = (of: Collection = bundle): FhirResource[] =>
  (of.entry ?? []).flatMap(({ resource }) => resource ?? []);
const all = <Kind extends FhirResource>(resourceType: Kind["resourceType"], of: Collection = bundle): Kind[] =>
  resources(of).filter((one): one is Kind => one.resourceType === resourceType);

beforeAll(async () => {
  desk = await openDesk();
  const { episodes } = (await desk.ask("nurse", "get", "episodes", { query: { condition: "SpO₂ low" } })).value as {
    episodes: { episodeId: string }[];
  };
  const episodeIds = episodes.map(({ episodeId }) => episodeId);
  await desk.ask("nurse", "post", "annotations", { body: { episodeIds, disposition: "treated", note: "oxygen" } });
  await desk.ask("physician", "post", "reviews", { body: { episodeIds, password: PASSWORD } });
  bundle = await exported(desk);
});
afterAll(() => desk.close());

test("the bundle holds against the definitions of FHIR R4, with nothing in it that they do not know", () => {
  const validator = new Fhir();
  const { messages } = validator.validate(bundle, { errorOnUnexpected: true });
  expect(messages.filter(({ severity }) => severity === "error" || severity === "fatal")).toEqual([]);
  for (const resource of resources()) {
    const own = validator.validate(resource, { errorOnUnexpected: true }).messages;
    expect(own.filter(({ severity }) => severity === "error" || severity === "fatal")).toEqual([]);
  }
});

test("the validator would have seen a wrong word and an unknown field", () => {
  const [issue] = all<DetectedIssue>("DetectedIssue");
  const { valid } = new Fhir().validate({ ...issue, status: "nope" }, { errorOnUnexpected: true });
  expect(valid).toBe(false);
  expect(new Fhir().validate({ ...issue, loudness: 3 }, { errorOnUnexpected: true }).valid).toBe(false);
});

// What the validator does not look at.
test("every reference is in the bundle, every id once, and every moment has its zone", () => {
  const urls = (bundle.entry ?? []).map(({ fullUrl }) => fullUrl);
  expect(new Set(urls).size).toBe(urls.length);
  const text = JSON.stringify(bundle);
  for (const [, url] of text.matchAll(/"reference":"([^"]+)"/g)) expect(urls).toContain(url);
  for (const [, moment = ""] of text.matchAll(/"(?:start|end|recorded|date|\w+DateTime|timestamp)":"([^"]+)"/g)) {
    expect(moment).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  }
  for (const observation of all<Observation>("Observation")) {
    const values = Object.keys(observation).filter((key) => key.startsWith("value"));
    expect(values.length + (observation.component === undefined ? 0 : 1)).toBe(1);
  }
});

test("an alarm says what it was, how bad, whose, what was measured, and what people did", () => {
  const issue = all<DetectedIssue>("DetectedIssue").find(({ code }) => code?.text === "SpO₂ low");
  const urlOf = (reference: string | undefined) =>
    (bundle.entry ?? []).find(({ fullUrl }) => fullUrl === reference)?.resource;
  expect(issue).toMatchObject({ status: "final", detail: expect.stringContaining("SpO₂ 84 < 92") });
  expect(urlOf(issue?.patient?.reference)).toMatchObject({
    resourceType: "Patient",
    identifier: [{ system: "urn:watchroom:record-number", value: "WR-00417" }],
  });
  expect(issue?.mitigation?.map(({ action, author }) => [action.text, author?.display])).toEqual([
    ["Acknowledged", "N. Okafor"],
    ["Treated: oxygen", "The nurse"],
  ]);
  const evidence = (issue?.evidence?.[0]?.detail ?? []).map(({ reference }) => urlOf(reference) as Observation);
  const worst = evidence.find(({ valueQuantity }) => valueQuantity !== undefined);
  expect(worst).toMatchObject({
    valueQuantity: { value: 84, unit: "%", system: "http://unitsofmeasure.org", code: "%" },
    referenceRange: [{ low: { value: 92 } }],
  });
  expect(worst?.code.coding?.map(({ code }) => code)).toEqual(["2708-6", "59408-5", "150456"]);
});

test("the readings are there at full rate, in their steps, with E where there was none", () => {
  const series = all<Observation>("Observation").find(
    ({ code, valueSampledData }) => code.text === "SpO₂" && valueSampledData?.data?.includes("84"),
  );
  const { period, data = "" } = series?.valueSampledData ?? {};
  expect(period).toBe(5_000);
  expect(data.split(" ").filter((value) => value === "84")).toHaveLength(12);
  expect(data).toMatch(/^(?:\d+|E)(?: (?:\d+|E))*$/);
  const spanMs = Date.parse(series?.effectivePeriod?.end ?? "") - Date.parse(series?.effectivePeriod?.start ?? "");
  expect(data.split(" ")).toHaveLength(spanMs / 5_000 + 1);
});

test("who took an alarm and who signed it are told apart", () => {
  const [acknowledged, reviewed] = ["Acknowledged", "Reviewed and signed"].map((text) =>
    all<Provenance>("Provenance").filter(({ activity }) => activity?.text === text),
  );
  expect(acknowledged?.[0]?.agent[0]).toMatchObject({ who: { display: "N. Okafor" } });
  expect(reviewed?.[0]?.agent[0]).toMatchObject({
    type: { coding: [{ code: "verifier" }] },
    who: { display: "The physician" },
  });
});

test("a patient has a name only where the record has one", async () => {
  const [patient] = all<Patient>("Patient");
  expect(patient?.name).toEqual([{ text: "Ana Maria Łukić" }]);
  const own = await openDesk();
  const facts = { ...own.row.facts, patient: { recordNumber: null, birthDate: null, name: null } };
  own.store.putSession({ ...own.row, facts });
  const [unknown] = all<Patient>("Patient", await exported(own));
  expect(unknown).toMatchObject({ identifier: [{ system: "urn:watchroom:session", value: own.row.sessionId }] });
  expect(unknown).not.toHaveProperty("name");
  own.close();
});

test("two exports of the same record are the same, and say of no real patient that he is simulated", async () => {
  expect(await exported(desk)).toEqual(bundle);
  expect(JSON.stringify(bundle)).not.toContain("HTEST");
});

test("everything of a simulated treatment is marked so, in each resource and on the bundle", async () => {
  const own = await openDesk({ simulated: true });
  const made = await exported(own);
  const marked = (one: { meta?: FhirResource["meta"] }) => one.meta?.security?.some(({ code }) => code === "HTEST");
  expect(marked(made)).toBe(true);
  expect(resources(made).length).toBeGreaterThan(4);
  for (const resource of resources(made))
    expect([resource.resourceType, marked(resource)]).toEqual([resource.resourceType, true]);
  expect(all<Device>("Device", made).map(({ deviceName }) => deviceName?.[0]?.name)).toContain("Oximeter");
  own.close();
});

test("nothing found is an empty collection", async () => {
  const empty = await exported(desk, { from: "0", to: "1" });
  expect(empty).not.toHaveProperty("entry");
  expect(new Fhir().validate(empty, { errorOnUnexpected: true }).valid).toBe(true);
});

test("how long it took until a station was heard is said in tenths of a second", async () => {
  const heard = await openDesk();
  const asked = await heard.ask("nurse", "get", "episodes", { query: { condition: "SpO₂ low" } });
  const [episode] = EpisodesAnswer.parse(asked.value).episodes;
  if (episode === undefined) throw new Error("SpO2 fell in that session");
  const { episodeId, signalledAt } = episode;
  // A station tells its own clock, whose milliseconds have parts.
  const soundedAt = signalledAt + 51_737.768_066_406_25;
  const receipt = {
    ...{ episodeId, signalledAt, stationId: "a", station: "Station a", by: "N. Okafor" },
    ...{ sentAt: soundedAt, receivedAt: soundedAt, paintedAt: soundedAt, soundedAt, seenAt: null, actedAt: null },
  };
  const place = { roomId: "r1" as RoomId, sessionId: heard.row.sessionId, mono: 1 as MonoMs };
  heard.store.append([{ ...place, at: soundedAt as EpochMs, body: { kind: "receipt", receipt } }]);
  const issues = all<DetectedIssue>("DetectedIssue", await exported(heard));
  expect(issues.map(({ detail }) => detail).join()).toContain("heard at 1 station after 51.7 s");
  await heard.close();
});
