import { PATHS } from "@watchroom/shared/http";
import { ActivateBody, ProtocolsAnswer, ProtocolVersion, SaveProtocolBody } from "@watchroom/shared/http-sessions";
import { Protocol } from "@watchroom/shared/protocol";
import { ok } from "@watchroom/shared/result";
import { ROLES, type Role } from "@watchroom/shared/wire";
import type { PasswordCheck } from "../auth/password-check.ts";
import type { ProtocolBook } from "../protocols/book.ts";
import { checkOwnPassword } from "./own-password.ts";
import { type Answer, personOf, type Route, route } from "./route.ts";

type ProtocolParts = { readonly protocols: ProtocolBook; readonly checkPassword: PasswordCheck };

const SUBJECT = "Protocols";
const MAY_CHANGE: readonly Role[] = ["physician", "administrator"];
const ONE = `${PATHS.protocols}/:protocolId/versions/:version`;

/** The clinic's protocols: versions are added and made active, and none is ever changed. */
export const protocolRoutes = (parts: ProtocolParts): Route[] => [
  list(parts),
  save(parts),
  activate(parts),
  document(parts),
];

const list = ({ protocols }: ProtocolParts): Route =>
  route({
    method: "get",
    path: PATHS.protocols,
    subject: SUBJECT,
    summary: "All versions of all protocols, the newest of each first.",
    allow: ROLES,
    answer: ProtocolsAnswer,
    run: () => ok({ versions: protocols.versions() }),
  });

const save = ({ protocols }: ProtocolParts): Route =>
  route({
    method: "post",
    path: PATHS.protocols,
    subject: SUBJECT,
    summary:
      "Keeps a document as a protocol's next version, or as a new protocol. A faulty one is answered fault by fault.",
    allow: MAY_CHANGE,
    body: SaveProtocolBody,
    answer: ProtocolVersion,
    fails: ["protocol-faulty", "version-taken", "no-such-protocol"],
    run(call) {
      const { document: given, basedOn, note } = call.body;
      return protocols.save(given, basedOn, note, personOf(call).operator);
    },
  });

const activate = ({ protocols, checkPassword }: ProtocolParts): Route =>
  route({
    method: "post",
    path: `${ONE}/activation`,
    subject: SUBJECT,
    summary: "Signs that new sessions may run by this version, or no longer. Running sessions keep theirs.",
    allow: MAY_CHANGE,
    body: ActivateBody,
    answer: ProtocolVersion,
    fails: ["no-such-protocol", "wrong-password", "too-many-attempts"],
    async run(call) {
      const identity = personOf(call);
      const found = versionOf(protocols, call.params);
      if (!found.ok) return found;
      const checked = await checkOwnPassword(checkPassword, identity, call.body.password);
      if (!checked.ok) return checked;
      const { id, version } = found.value.protocol;
      return protocols.activate(id, version, call.body.active, identity.operator);
    },
  });

const document = ({ protocols }: ProtocolParts): Route =>
  route({
    method: "get",
    path: `${ONE}/document.json`,
    subject: SUBJECT,
    summary: "One version as a file, to be kept, or saved at another clinic.",
    allow: ROLES,
    answer: Protocol,
    fails: ["no-such-protocol"],
    run({ params, response }) {
      const found = versionOf(protocols, params);
      if (!found.ok) return found;
      const { protocol } = found.value;
      response.attachment(`watchroom-protocol-${protocol.id}-${protocol.version}.json`);
      return ok(protocol);
    },
  });

function versionOf(
  protocols: ProtocolBook,
  { protocolId, version }: Readonly<Record<string, string>>,
): Answer<ProtocolVersion> {
  const isIt = ({ protocol }: ProtocolVersion): boolean =>
    protocol.id === protocolId && String(protocol.version) === version;
  const found = protocols.versions().find(isIt);
  if (found !== undefined) return ok(found);
  return { ok: false, code: "no-such-protocol", message: "There is no such version of a protocol." };
}
