import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { CERTIFICATE, CERTIFICATE_KEY } from "./certificate.ts";
import { createWaiting } from "./waiting.ts";

type Mail = {
  readonly raw: string;
  readonly to: readonly string[];
  readonly secure: boolean;
  readonly user: string | null;
};
/** What is done with a mail: a number refuses it with that SMTP code, "hang" never answers. */
type Answer = "take" | "hang" | number;
type Settings = { readonly startTls?: boolean; readonly login?: { readonly user: string; readonly password: string } };

/** A real SMTP server on this machine. */
export async function startMailServer({ startTls = true, login }: Settings = {}) {
  const mails: Mail[] = [];
  const waiting = createWaiting();
  let answer: Answer = "take";
  let connections = 0;
  let asked = 0;
  const server = new SMTPServer({
    key: CERTIFICATE_KEY,
    cert: CERTIFICATE,
    logger: false,
    authOptional: login === undefined,
    disabledCommands: [...(startTls ? [] : ["STARTTLS"]), ...(login === undefined ? ["AUTH"] : [])],
    allowInsecureAuth: true,
    closeTimeout: 1,
    onConnect(_session, done) {
      connections += 1;
      done();
    },
    onAuth({ username, password }, _session, done) {
      if (username === login?.user && password === login?.password) done(null, { user: username });
      else done(new Error("Wrong name or password"));
    },
    async onData(stream, { envelope, secure, user = null }, done) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
      asked += 1;
      if (typeof answer === "number") done(Object.assign(new Error("Not now"), { responseCode: answer }));
      else if (answer === "take") {
        const to = envelope.rcptTo.map(({ address }) => address);
        mails.push({ raw: Buffer.concat(chunks).toString("utf8"), to, secure, user });
        done();
      }
      waiting.look();
    },
  });
  server.on("error", () => undefined); // a client that goes away in the middle is what some tests are about
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    mails,
    connections: (): number => connections,
    answerWith(next: Answer): void {
      answer = next;
    },
    /** Resolves when so many mails were handed over, taken or not. */
    asked: (number: number): Promise<void> => waiting.until(() => asked >= number),
    close: (): Promise<void> => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The text as a person reads it: header words and quoted-printable undone. */
export function readMail(raw: string): { readonly headers: string; readonly text: string } {
  const [head = "", ...rest] = raw.split("\r\n\r\n");
  const headers = head
    .replaceAll(/\?=\r?\n[ \t]+=\?/g, "?==?")
    .replaceAll(/=\?utf-8\?([qb])\?(.*?)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === "b" ? Buffer.from(text, "base64").toString() : quoted(text.replaceAll("_", " ")),
    )
    .replaceAll(/\r?\n[ \t]+/g, " ");
  const body = rest.join("\r\n\r\n");
  const encoding = /^content-transfer-encoding: *(\S+)/im.exec(headers)?.[1]?.toLowerCase();
  if (encoding === "base64") return { headers, text: Buffer.from(body, "base64").toString() };
  return { headers, text: encoding === "quoted-printable" ? quoted(body.replaceAll(/=\r?\n/g, "")) : body };
}

const quoted = (text: string): string =>
  Buffer.from(
    text.replaceAll(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString("utf8");
