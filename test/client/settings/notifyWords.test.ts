import { type DeliveryRow, NotifySettings, NotifySettingsBody } from "@watchroom/shared/notify";
import { describe, expect, it } from "vitest";
import {
  aboutText,
  draftOf,
  NEW_RECIPIENT,
  newSecret,
  stateText,
  stepsText,
  troubleText,
  wayText,
  withoutRecipient,
  withRecipient,
} from "../../../client/src/settings/notifyWords.ts";

const settings = NotifySettings.parse({
  version: 3,
  address: null,
  recipients: [
    {
      id: "r1",
      name: "Bridge",
      to: ["chargeNurse"],
      active: true,
      channel: { kind: "webhook", url: "https://bridge.example/in", inside: false, secret: "set" },
    },
    { id: "r2", name: "Dr Lee", to: ["physician"], active: true, channel: { kind: "push", operatorId: "lee" } },
  ],
  smtp: { host: "mail.example", port: 587, secure: false, user: "w", password: "set", from: "w@clinic.example" },
  changedBy: "Ada",
  changedAt: 1,
});
const row = (changes: Partial<DeliveryRow>): DeliveryRow => ({
  id: "d1",
  at: 0,
  roomId: "room-3",
  room: "Room 3",
  episodeId: "e1",
  to: "physician",
  recipientId: "r1",
  recipient: "Bridge",
  channel: "webhook",
  state: "sent",
  attempts: 1,
  lastError: null,
  stateAt: 0,
  ...changes,
});

describe("the settings as they are written back", () => {
  it("leave out what is only known to be set, so that it stays", () => {
    const [bridge] = settings.recipients;
    if (bridge === undefined) throw new Error("it is there");
    const body = withRecipient(settings, { ...draftOf(bridge), name: "Pager bridge" });
    expect(NotifySettingsBody.parse(body)).toEqual(body);
    expect(JSON.stringify(body)).not.toContain('"set"');
    expect(body.recipients.map(({ id, name }) => [id, name])).toEqual([
      ["r1", "Pager bridge"],
      ["r2", "Dr Lee"],
    ]);
    expect(body.version).toBe(3);
  });

  it("carry a new secret when one was typed", () => {
    const draft = {
      ...NEW_RECIPIENT,
      name: "New",
      kind: "webhook" as const,
      url: " https://a.example ",
      secret: "s".repeat(16),
    };
    const added = withRecipient(settings, draft).recipients.at(-1);
    expect(added?.channel).toEqual({
      kind: "webhook",
      url: "https://a.example",
      inside: false,
      secret: "s".repeat(16),
    });
    expect(added).not.toHaveProperty("id");
  });

  it("lose one recipient and no other", () => {
    expect(withoutRecipient(settings, "r1").recipients.map(({ id }) => id)).toEqual(["r2"]);
  });
});

describe("what is said of a message", () => {
  it("is how far it has come, and after how many attempts", () => {
    expect(stateText(row({ state: "queued", attempts: 0 }))).toBe("Waiting");
    expect(stateText(row({ state: "queued", attempts: 2 }))).toBe("Waiting, attempt 2");
    expect(stateText(row({ state: "failed", attempts: 3 }))).toBe("Failed after 3 attempts");
    expect(stateText(row({ state: "settled" }))).toBe("Not needed any more");
  });
  it("is why it failed, until the receiver has it", () => {
    const lastError = { code: "status-500", message: "The receiver answered 500." };
    expect(troubleText(row({ state: "queued", lastError }))).toBe("The receiver answered 500.");
    expect(troubleText(row({ state: "sent", lastError }))).toBe("An attempt failed: The receiver answered 500.");
    expect(troubleText(row({ state: "read", lastError }))).toBe("");
  });
  it("is the room and the step, or that it was a test", () => {
    expect(aboutText(row({}))).toBe("Room 3, physician");
    expect(aboutText(row({ room: null, to: null }))).toBe("Test");
  });
});

describe("a recipient", () => {
  it("is told at steps in the order of the chain", () => {
    expect(stepsText(["physician", "chargeNurse"])).toBe("Charge nurse, physician");
  });
  it("names the person of a push, not an id", () => {
    const lee = settings.recipients[1];
    expect(lee && wayText(lee, () => "Dr Lee")).toBe("Notification: Dr Lee");
  });
});

describe("a secret that is made here", () => {
  it("is long enough to be taken and holds every byte of chance", () => {
    expect(newSecret((bytes) => bytes.fill(0x0a))).toBe("0a".repeat(24));
  });
});
