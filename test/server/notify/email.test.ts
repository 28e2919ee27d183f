import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readMail, startMailServer } from "../../support/receivers/mail-server.ts";
import { type Desk, escalation, openDesk } from "./desk.ts";

type MailServer = Awaited<ReturnType<typeof startMailServer>>;
let desk: Desk;
let server: MailServer | undefined;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(async () => {
  await desk.close();
  await server?.close();
  server = undefined;
});

const smtpOf = (port: number) => ({
  host: "localhost",
  port,
  secure: false,
  user: null,
  from: "watchroom@clinic.example",
});
const toCharge = {
  name: "Charge nurse",
  to: ["physician" as const],
  active: true,
  channel: { kind: "email" as const, address: "charge@clinic.example" },
};
const opened = async (settings: Parameters<typeof startMailServer>[0] = {}, smtp: object = {}): Promise<MailServer> => {
  const started = await startMailServer(settings);
  server = started;
  await desk.setAll({
    smtp: { ...smtpOf(started.port), ...smtp },
    recipients: [toCharge],
    address: "https://watch.example",
  });
  return started;
};

describe("an alarm that goes by mail", () => {
  it("says it in the subject, with a link to the room and the message's id, over a connection made safe", async () => {
    const { mails } = await opened();
    const [id = ""] = desk.raise(escalation({ simulated: true }));
    await desk.state(id, "sent");
    expect(mails).toMatchObject([{ to: ["charge@clinic.example"], secure: true }]);
    const { headers, text } = readMail(mails[0]?.raw ?? "");
    expect(headers).toContain("Subject: SIMULATED: HIGH priority, Room 3: SpO₂ low");
    expect(headers).toContain(`<${id}@watchroom>`);
    expect(headers).toMatch(/x-watchroom-delivery/i);
    expect(text).toContain("https://watch.example/rooms/room-3");
    expect(text).toContain("Open Watchroom.");
  });

  it("uses the connection that is there", async () => {
    const { mails, connections } = await opened();
    for (let count = 0; count < 3; count++) {
      const [id = ""] = desk.raise();
      await desk.state(id, "sent");
    }
    expect(mails).toHaveLength(3);
    expect(connections()).toBe(1);
  });

  it("is put off by a busy server and tried again, and given up at once when it is refused", async () => {
    const { answerWith } = await opened();
    answerWith(451);
    const [id = ""] = desk.raise();
    await desk.failed(id, 1);
    expect(desk.row(id)).toMatchObject({ state: "queued", lastError: { code: "mail-later" } });
    answerWith("take");
    desk.clock.advance(1_000);
    await desk.state(id, "sent");
    answerWith(554);
    const [refused = ""] = desk.raise();
    await desk.state(refused, "failed");
    expect(desk.row(refused)).toMatchObject({ attempts: 1, lastError: { code: "mail-refused" } });
  });

  it("is given up after 10 s when the server hangs, and comes over a new connection", async () => {
    const { answerWith, asked, mails, connections } = await opened();
    answerWith("hang");
    const [id = ""] = desk.raise();
    await asked(1);
    desk.clock.advance(10_000);
    await desk.failed(id, 1);
    expect(desk.row(id)?.lastError?.code).toBe("no-answer");
    answerWith("take");
    desk.clock.advance(1_000);
    await desk.state(id, "sent");
    expect([mails.length, connections()]).toEqual([1, 2]);
  });

  it("signs in at the server, and says so when the password is wrong", async () => {
    const login = { user: "watchroom", password: "right" };
    const { mails } = await opened({ login }, login);
    const [id = ""] = desk.raise();
    await desk.state(id, "sent");
    expect(mails).toMatchObject([{ user: "watchroom", secure: true }]);
    await desk.setAll({ recipients: [], smtp: { ...smtpOf(server?.port ?? 0), ...login, password: "wrong" } });
    await desk.setAll({ recipients: [toCharge], smtp: { ...smtpOf(server?.port ?? 0), user: login.user } });
    const [refused = ""] = desk.raise();
    await desk.state(refused, "failed");
    expect(desk.row(refused)?.lastError?.code).toBe("mail-sign-in");
  });

  it("says that no server answers", async () => {
    const { close } = await opened();
    await close();
    server = undefined;
    const [id = ""] = desk.raise();
    await desk.failed(id, 1);
    expect(desk.row(id)).toMatchObject({ state: "queued", lastError: { code: "mail-unreachable" } });
  });
});
