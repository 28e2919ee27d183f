import { isIP } from "node:net";
import type { NotifySecrets } from "@watchroom/shared/notify";
import { DELIVERY_HEADER } from "@watchroom/shared/notify";
import { createTransport } from "nodemailer";
import { linkOf, wordsOf } from "./notice.ts";
import { again, final, type Message, type Outcome, SENT, type Transport } from "./transport.ts";

type Smtp = NonNullable<NotifySecrets["smtp"]>;
/** A step of talking with the server. The whole attempt has its own limit; this one frees what hangs in the pool. */
const STEP_MS = 10_000;
const CONNECTIONS_MAX = 3;
const REPLY_LENGTH_MAX = 120;

const open = (smtp: Smtp, ca: string | undefined) =>
  createTransport({
    pool: true,
    maxConnections: CONNECTIONS_MAX,
    host: smtp.host,
    port: smtp.port,
    secure: smtp.secure,
    // A password goes over a connection that nobody can read, or not at all.
    requireTLS: !smtp.secure && smtp.user !== null && !isThisMachine(smtp.host),
    ...(smtp.user !== null && { auth: { user: smtp.user, pass: smtp.password ?? "" } }),
    ...(ca !== undefined && { tls: { ca } }),
    connectionTimeout: STEP_MS,
    greetingTimeout: STEP_MS,
    socketTimeout: STEP_MS,
    dnsTimeout: STEP_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

const isThisMachine = (host: string): boolean =>
  host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));

/** Mails over one pool of connections, made anew when the mail server's settings change. */
export function createEmail(ca?: string): Transport<"email"> {
  let pool: { readonly key: string; readonly transport: ReturnType<typeof open> } | null = null;
  const close = (): void => {
    pool?.transport.close({ force: true });
    pool = null;
  };
  const poolFor = (smtp: Smtp): ReturnType<typeof open> => {
    const key = JSON.stringify(smtp);
    if (pool?.key !== key) {
      close();
      pool = { key, transport: open(smtp, ca) };
    }
    return pool.transport;
  };
  return {
    async send({ address }, message) {
      const { smtp } = message.settings;
      if (smtp === null) return final("no-mail-server", "No mail server is set. Enter it in Settings, Notifications.");
      try {
        await poolFor(smtp).sendMail(mailOf(address, smtp.from, message));
        return SENT;
      } catch (error) {
        return outcomeOf(error);
      }
    },
    stop: close,
  };
}

function mailOf(to: string, from: string, { id, notice, settings, signal }: Message) {
  const { title, text } = wordsOf(notice);
  const link = linkOf(notice, settings.address);
  return {
    to,
    from: { name: "Watchroom", address: from },
    subject: title,
    text: `${title}\n${text}\n${link === null ? "" : `${link}\n`}\nMessage ${id}\n`,
    messageId: `<${id}@watchroom>`,
    priority: "high" as const,
    headers: { [DELIVERY_HEADER]: id, "Auto-Submitted": "auto-generated" },
    signal,
  };
}

/** What nodemailer's errors mean for us (its errors.js names the codes). */
function outcomeOf(error: unknown): Outcome {
  const code = fieldOf(error, "code");
  const reply = oneLine(fieldOf(error, "response"));
  const status = Number(fieldOf(error, "responseCode"));
  if (code === "EAUTH" || code === "ENOAUTH") {
    return final("mail-sign-in", "The mail server refused the name or password. Enter them again in Settings.");
  }
  if (code === "ETLS" || /CERT|SELF_SIGNED|ALTNAME/.test(code) || /certificate/i.test(String(error))) {
    const help = "Check the port, or start Watchroom with NODE_EXTRA_CA_CERTS for a certificate of your own.";
    return again("mail-tls", `No safe connection to the mail server. ${help}`);
  }
  if (status >= 500) return final("mail-refused", `The mail server refused the message: ${reply}`);
  if (status >= 400) return again("mail-later", `The mail server put the message off: ${reply}`);
  if (code === "EDNS") return again("name-unknown", "The mail server's name could not be resolved. Check it.");
  return again("mail-unreachable", "The mail server does not answer. Check its name, port and the network.");
}

const fieldOf = (error: unknown, name: string): string => {
  const value: unknown = error instanceof Error ? Reflect.get(error, name) : undefined;
  return value === undefined ? "" : String(value);
};
const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").slice(0, REPLY_LENGTH_MAX);
