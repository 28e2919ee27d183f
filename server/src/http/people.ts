import { Me, PATHS, SetUpBody, SignInBody, UnlockBody, Welcome } from "@watchroom/shared/http";
import { ok } from "@watchroom/shared/result";
import { ROLES } from "@watchroom/shared/wire";
import type { Request, Response } from "express";
import type { z } from "zod";
import { DEMO_ACCOUNTS, setUpClinic } from "../auth/clinic.ts";
import { COOKIE_NAME, cookieOptions } from "../auth/cookie.ts";
import type { Directory } from "../auth/directory.ts";
import { type PasswordCheck, signInTriedBy } from "../auth/password-check.ts";
import { type Identity, SIGN_IN_LIFE_MS, type SignIns } from "../auth/sign-ins.ts";
import { clinicOf } from "./clinic-view.ts";
import { checkOwnPassword } from "./own-password.ts";
import { DONE, personOf, type Route, route } from "./route.ts";

type PeopleParts = {
  readonly directory: Directory;
  readonly signIns: SignIns;
  readonly checkPassword: PasswordCheck;
};

const SUBJECT = "People";

/** Signing in and out, locking, and the first set-up. */
export function peopleRoutes(parts: PeopleParts): Route[] {
  return [welcome(parts), setUp(parts), signIn(parts), signOut(parts), lock(parts), unlock(parts), me(parts)];
}

const welcome = ({ directory }: PeopleParts): Route =>
  route({
    method: "get",
    path: PATHS.welcome,
    subject: SUBJECT,
    summary: "What the sign-in page shows: the clinic, and the demo accounts of a demo clinic.",
    allow: "anyone",
    answer: Welcome,
    run() {
      const clinic = clinicOf(directory);
      const demoAccounts = DEMO_ACCOUNTS.map(({ name, password, role }) => ({ name, password, role }));
      return ok({
        clinic,
        needsSetUp: !clinic.simulated && directory.operators().length === 0,
        demoAccounts: clinic.simulated ? demoAccounts : [],
      });
    },
  });

const setUp = ({ directory, signIns }: PeopleParts): Route =>
  route({
    method: "post",
    path: PATHS.setUp,
    subject: SUBJECT,
    summary:
      "Names the clinic, makes its first administrator and signs them in. Once, with the link that the server prints.",
    allow: "anyone",
    whileLocked: true,
    body: SetUpBody,
    answer: Me,
    fails: ["set-up-done", "token-unknown"],
    async run({ body, request, response }) {
      const done = await setUpClinic(directory, body);
      if (!done.ok) return done;
      const { token, identity } = await signIns.start(done.value);
      setCookie(request, response, token);
      return ok(meOf(identity, signIns));
    },
  });

const signIn = ({ signIns, checkPassword }: PeopleParts): Route =>
  route({
    method: "post",
    path: PATHS.signIn,
    subject: SUBJECT,
    summary: "Signs a person in; the answer sets the cookie. After five failures in a row each further one must wait.",
    allow: "anyone",
    whileLocked: true,
    body: SignInBody,
    answer: Me,
    fails: ["wrong-password", "too-many-attempts"],
    async run({ body, request, response, identity: before }) {
      const checked = await checkPassword(body.name, body.password, signInTriedBy(body.name, addressOf(request)));
      if (!checked.ok) return checked;
      if (before !== null) await signIns.end(before.signIn.tokenHash);
      const { token, identity } = await signIns.start(checked.value);
      setCookie(request, response, token);
      return ok(meOf(identity, signIns));
    },
  });

const signOut = ({ signIns }: PeopleParts): Route =>
  route({
    method: "post",
    path: PATHS.signOut,
    subject: SUBJECT,
    summary: "Ends this sign-in.",
    allow: "anyone",
    whileLocked: true,
    answer: null,
    async run({ identity, request, response }) {
      if (identity !== null) await signIns.end(identity.signIn.tokenHash);
      response.clearCookie(COOKIE_NAME, { ...cookieOptions(request.secure, 0), maxAge: undefined });
      return DONE;
    },
  });

const lock = ({ signIns }: PeopleParts): Route =>
  route({
    method: "post",
    path: PATHS.lock,
    subject: SUBJECT,
    summary: "Locks this sign-in: the wall stays readable, nothing can be done until it is unlocked.",
    allow: ROLES,
    whileLocked: true,
    answer: Me,
    async run(call) {
      const identity = personOf(call);
      await signIns.lock(identity.signIn.tokenHash);
      return ok(meOf({ ...identity, locked: true }, signIns));
    },
  });

const unlock = ({ signIns, checkPassword }: PeopleParts): Route =>
  route({
    method: "post",
    path: PATHS.unlock,
    subject: SUBJECT,
    summary: "Unlocks this sign-in with its own person's password.",
    allow: ROLES,
    whileLocked: true,
    body: UnlockBody,
    answer: Me,
    fails: ["wrong-password", "too-many-attempts"],
    async run(call) {
      const identity = personOf(call);
      const checked = await checkOwnPassword(checkPassword, identity, call.body.password);
      if (!checked.ok) return checked;
      await signIns.unlock(identity.signIn.tokenHash);
      return ok(meOf({ ...identity, locked: false }, signIns));
    },
  });

const me = ({ signIns }: PeopleParts): Route =>
  route({
    method: "get",
    path: PATHS.me,
    subject: SUBJECT,
    summary: "Who is signed in here.",
    allow: ROLES,
    answer: Me,
    run: (call) => ok(meOf(personOf(call), signIns)),
  });

function meOf({ operator, locked }: Identity, { idleLockMs }: SignIns): z.infer<typeof Me> {
  const { operatorId, name, displayName, role } = operator;
  return { operatorId, name, displayName, role, locked, idleLockMs };
}

const addressOf = (request: Request): string => request.ip ?? "unknown";

function setCookie(request: Request, response: Response, token: string): void {
  response.cookie(COOKIE_NAME, token, cookieOptions(request.secure, SIGN_IN_LIFE_MS));
}
