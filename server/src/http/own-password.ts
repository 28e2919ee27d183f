import { ok } from "@watchroom/shared/result";
import { type PasswordCheck, unlockTriedBy } from "../auth/password-check.ts";
import type { Identity } from "../auth/sign-ins.ts";
import type { Operator } from "../store/store.ts";
import type { Answer } from "./route.ts";

/**
 * Asks the person who is signed in for their own password again. Wrong ones count for this sign-in alone, whatever was
 * asked: unlocking, signing, activating.
 */
export async function checkOwnPassword(
  checkPassword: PasswordCheck,
  { operator, signIn }: Identity,
  password: string,
): Promise<Answer<Operator>> {
  const checked = await checkPassword(operator.name, password, unlockTriedBy(signIn.tokenHash));
  if (checked.ok) return ok(checked.value);
  const isWrong = checked.code === "wrong-password";
  return isWrong ? { ...checked, message: "The password is not right. Try again." } : checked;
}
