import { PATHS } from "@watchroom/shared/http";
import { CorrectionBody, SessionRowAnswer, SignBody } from "@watchroom/shared/http-sessions";
import { ok } from "@watchroom/shared/result";
import type { Role } from "@watchroom/shared/wire";
import type { PasswordCheck } from "../auth/password-check.ts";
import type { Log } from "../log.ts";
import { addAfterword } from "../review/afterwords.ts";
import { checkOwnPassword } from "./own-password.ts";
import { personOf, type Route, route } from "./route.ts";
import { sessionAnswer } from "./sessions.ts";
import { type SpanParts, sessionOf } from "./span.ts";

type SigningParts = SpanParts & { readonly checkPassword: PasswordCheck; readonly log: Log };

const SUBJECT = "Sessions";
const MAY_CORRECT: readonly Role[] = ["nurse", "physician", "trainer"];
/** Who may sign, and what that says. */
const MEANINGS = {
  nurse: "This record is complete and correct",
  physician: "Reviewed",
} as const;
type Signer = keyof typeof MEANINGS;
const SIGNERS = Object.keys(MEANINGS) as Signer[];

/** What people add to a session after its end: beside the record, which never changes. */
export const signingRoutes = (parts: SigningParts): Route[] => [sign(parts), correct(parts)];

const sign = (parts: SigningParts): Route =>
  route({
    method: "post",
    path: `${PATHS.sessions}/:sessionId/signatures`,
    subject: SUBJECT,
    summary: "Signs a session that has ended, as nurse or as physician, once each. Both signatures lock it.",
    allow: SIGNERS,
    body: SignBody,
    answer: SessionRowAnswer,
    fails: [
      "no-such-session",
      "session-running",
      "already-signed",
      "wrong-password",
      "too-many-attempts",
      "record-not-saved",
    ],
    async run(call) {
      const identity = personOf(call);
      const role = SIGNERS.find((signer) => signer === identity.operator.role);
      if (role === undefined) return { ok: false, code: "not-allowed", message: "A nurse and a physician sign." };
      const found = await sessionOf(parts, call.params);
      if (!found.ok) return found;
      const checked = await checkOwnPassword(parts.checkPassword, identity, call.body.password);
      if (!checked.ok) return checked;
      const act = { name: "sign", role, meaning: MEANINGS[role] } as const;
      const added = await addAfterword(parts, found.value, act, identity.operator);
      if (!added.ok) return added;
      const { sessionId } = added.value;
      parts.log.info("session-signed", { sessionId, role, by: identity.operator.operatorId });
      return ok(sessionAnswer(parts, added.value));
    },
  });

const correct = (parts: SigningParts): Route =>
  route({
    method: "post",
    path: `${PATHS.sessions}/:sessionId/corrections`,
    subject: SUBJECT,
    summary: "Adds a correction to a session that has ended, signed or not. It stands beside what it corrects.",
    allow: MAY_CORRECT,
    body: CorrectionBody,
    answer: SessionRowAnswer,
    fails: ["no-such-session", "session-running", "record-not-saved"],
    async run(call) {
      const { operator } = personOf(call);
      const found = await sessionOf(parts, call.params);
      if (!found.ok) return found;
      if (operator.role === "trainer" && !found.value.simulated) {
        return { ok: false, code: "not-allowed", message: "A trainer corrects simulated sessions only." };
      }
      const added = await addAfterword(parts, found.value, { name: "correct", correction: call.body }, operator);
      if (!added.ok) return added;
      parts.log.info("session-corrected", { sessionId: added.value.sessionId, by: operator.operatorId });
      return ok(sessionAnswer(parts, added.value));
    },
  });
