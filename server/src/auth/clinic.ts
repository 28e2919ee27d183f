import { randomUUID, timingSafeEqual } from "node:crypto";
import type { SetUpBody } from "@watchroom/shared/http";
import { ok, type Result, refuse } from "@watchroom/shared/result";
import type { ClinicId, OperatorId } from "@watchroom/shared/time";
import type { Role } from "@watchroom/shared/wire";
import type { z } from "zod";
import type { Operator, StoreClient } from "../store/store.ts";
import type { Directory } from "./directory.ts";
import { hashPassword } from "./password.ts";
import { hashToken, newToken } from "./token.ts";

const SET_UP_SETTING = "set-up-token";
const CLINIC_BEFORE_SET_UP = "New clinic";

type DemoAccount = {
  readonly name: string;
  readonly displayName: string;
  readonly password: string;
  readonly role: Role;
};

/** The people of the demo clinic. Their passwords are public, and open nothing else: the demo has its own database. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { name: "nurse", displayName: "Nora Lindqvist, RN", password: "nurse-demo-1", role: "nurse" },
  { name: "physician", displayName: "Dr. Samuel Okafor", password: "physician-demo-1", role: "physician" },
  { name: "trainer", displayName: "Tessa Moreau", password: "trainer-demo-1", role: "trainer" },
  { name: "admin", displayName: "Ada Petrov", password: "admin-demo-1", role: "administrator" },
];

/** The demo clinic with its people, made once. Calling it again changes nothing. */
export async function openDemoClinic(store: StoreClient): Promise<void> {
  if ((await store.clinic()) === null) {
    await store.putClinic({ clinicId: randomUUID() as ClinicId, name: "Northside Demo Clinic", simulated: true });
  }
  const taken = new Set((await store.operators()).map(({ name }) => name));
  for (const account of DEMO_ACCOUNTS) {
    if (!taken.has(account.name)) await store.putOperator(await newOperator(account));
  }
}

/**
 * A clinic of its own. Returns the one-time set-up token while it has no people yet (a new one at each start; only its
 * hash is kept), else null.
 */
export async function openClinic(store: StoreClient): Promise<string | null> {
  if ((await store.clinic()) === null) {
    await store.putClinic({ clinicId: randomUUID() as ClinicId, name: CLINIC_BEFORE_SET_UP, simulated: false });
  }
  if ((await store.operators()).length > 0) {
    // Nothing is written that need not be: a clinic that runs must start on a full disk too.
    if ((await store.setting(SET_UP_SETTING)) !== null) await store.putSetting(SET_UP_SETTING, null);
    return null;
  }
  const token = newToken("setUp");
  await store.putSetting(SET_UP_SETTING, hashToken(token));
  return token;
}

type SetUp = z.infer<typeof SetUpBody>;

/** Names the clinic and makes its first administrator; then the token is gone. */
export async function setUpClinic(
  directory: Directory,
  { token, clinicName, name, displayName, password }: SetUp,
): Promise<Result<Operator, "set-up-done" | "token-unknown">> {
  const administrator = await newOperator({ name, displayName, password, role: "administrator" });
  return directory.change(displayName, async (store) => {
    const [kept, clinic, operators] = await Promise.all([
      store.setting(SET_UP_SETTING),
      store.clinic(),
      store.operators(),
    ]);
    if (kept === null || clinic === null || operators.length > 0) {
      return refuse("set-up-done", "This clinic is set up already. Sign in instead.");
    }
    if (!timingSafeEqual(Buffer.from(kept), Buffer.from(hashToken(token)))) {
      return refuse(
        "token-unknown",
        "This set-up link is not the newest one. Use the link that the server printed last.",
      );
    }
    await store.putClinic({ ...clinic, name: clinicName });
    await store.putOperator(administrator);
    await store.putSetting(SET_UP_SETTING, null);
    return ok(administrator);
  });
}

/** A person with a new id; the password is hashed. Not kept yet. */
export async function newOperator(person: {
  readonly name: string;
  readonly displayName: string;
  readonly password: string;
  readonly role: Role;
}): Promise<Operator> {
  return {
    operatorId: randomUUID() as OperatorId,
    name: person.name,
    displayName: person.displayName,
    role: person.role,
    passwordHash: await hashPassword(person.password),
    withdrawnAt: null,
  };
}
