import { TECHNICAL_CONDITIONS, TechnicalId } from "@watchroom/shared/alarm";
import { METRIC_IDS } from "@watchroom/shared/metric";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHttpReceiver } from "../../support/receivers/http-receiver.ts";
import { readMail, startMailServer } from "../../support/receivers/mail-server.ts";
import { createPushBrowser } from "../../support/receivers/push-browser.ts";
import { type Desk, escalation, openDesk, webhookTo } from "./desk.ts";

let desk: Desk;
let hook: Awaited<ReturnType<typeof startHttpReceiver>>;
let service: Awaited<ReturnType<typeof startHttpReceiver>>;
let mail: Awaited<ReturnType<typeof startMailServer>>;
let browser: ReturnType<typeof createPushBrowser>;
beforeAll(async () => {
  desk = await openDesk();
  hook = await startHttpReceiver();
  service = await startHttpReceiver({ tls: true });
  mail = await startMailServer();
  browser = createPushBrowser(service.url);
  await desk.notifier().subscribe({ operatorId: "id-physician", signInId: "at-the-station" }, browser.subscription);
  const all = { to: ["physician" as const], active: true };
  await desk.setAll({
    smtp: { host: "localhost", port: mail.port, secure: false, user: null, from: "watchroom@clinic.example" },
    recipients: [
      webhookTo(hook.url),
      { ...all, name: "Mail", channel: { kind: "email", address: "charge@clinic.example" } },
      { ...all, name: "Push", channel: { kind: "push", operatorId: "id-physician" } },
    ],
  });
});
afterAll(async () => {
  await desk.close();
  for (const one of [hook, service, mail]) await one.close();
});

/** Words that no sentence of ours has: each is looked for in every byte. */
const word = fc.string({ unit: fc.constantFrom(..."QXZÆØßЖqxzñ"), minLength: 5, maxLength: 12 });
const person = fc.record({
  name: fc.tuple(word, word).map((words) => words.join(" ")),
  initials: word,
  recordNumber: word.map((text) => `MRN-${text}`),
  birthDate: fc.date({ min: new Date("1930-01-01"), max: new Date("2010-01-01"), noInvalidDate: true }),
});
const kind = fc.oneof(
  fc.record({
    technical: fc.constant(null),
    metric: fc.constantFrom(...METRIC_IDS),
    side: fc.constantFrom("low", "high"),
  }),
  fc.record({ technical: fc.constantFrom(...TechnicalId.options), metric: fc.constant(null), side: fc.constant(null) }),
);

describe("what leaves the house", () => {
  it("holds no name, initials, record number or birth date, by whatever way they came into an alarm", async () => {
    await fc.assert(
      fc.asyncProperty(person, kind, fc.boolean(), async (patient, what, simulated) => {
        const born = patient.birthDate.toISOString().slice(0, 10);
        const told = [patient.name, patient.initials, patient.recordNumber, born];
        const [hooks, pushes, mails] = [hook.calls.length, service.calls.length, mail.mails.length];
        const alarm = {
          ...what,
          condition: `sensorOff:${patient.name}`,
          device: `Oximeter of ${patient.name}, ${patient.recordNumber}`,
          cause: `${patient.initials} ${born}`,
          note: told.join(" "),
          acknowledgedBy: patient.name,
        };
        const ids = desk.raise(escalation({ simulated }, alarm as object));
        for (const id of ids) await desk.state(id, "sent");
        const hooked = hook.calls[hooks];
        const pushed = service.calls[pushes];
        const { headers, text } = readMail(mail.mails[mails]?.raw ?? "");
        const read = JSON.stringify(browser.read(pushed?.body ?? Buffer.alloc(0)));
        const body = hooked?.body.toString("utf8") ?? "";
        const left = [
          body,
          JSON.stringify([hooked?.headers, hooked?.path, pushed?.headers, pushed?.path]),
          read,
          headers,
          text,
          mail.mails[mails]?.raw ?? "",
          JSON.stringify(ids.map(desk.row)),
        ];
        for (const secret of told.flatMap((one) => one.split(" "))) {
          for (const bytes of left) expect(bytes).not.toContain(secret);
        }
        // And it does say what an alarm must.
        const wanted = what.technical === null ? String(what.side) : TECHNICAL_CONDITIONS[what.technical].text;
        for (const said of [body, read, headers]) {
          expect(said).toContain("Room 3");
          expect(said).toContain(wanted);
          expect(said.includes("SIMULATED")).toBe(simulated);
        }
      }),
      { numRuns: 15, seed: 1 },
    );
  });
});
