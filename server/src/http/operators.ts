import { AddOperatorBody, ChangeOperatorBody, OperatorRow, PATHS } from "@watchroom/shared/http";
import { Colleague } from "@watchroom/shared/http-sessions";
import { ok } from "@watchroom/shared/result";
import type { Clock } from "@watchroom/shared/time";
import { ROLES, type Role } from "@watchroom/shared/wire";
import { z } from "zod";
import { newOperator } from "../auth/clinic.ts";
import type { Directory } from "../auth/directory.ts";
import { hashPassword } from "../auth/password.ts";
import type { SignIns } from "../auth/sign-ins.ts";
import type { Log } from "../log.ts";
import type { Operator } from "../store/store.ts";
import { type Answer, personOf, type Route, route } from "./route.ts";

type OperatorParts = {
  readonly directory: Directory;
  readonly signIns: SignIns;
  readonly clock: Clock;
  readonly log: Log;
};
type Row = z.infer<typeof OperatorRow>;

const SUBJECT = "Operators";
const ADMINISTRATOR: readonly Role[] = ["administrator"];

/** The clinic's people, kept by an administrator. Nobody is ever removed: their name stands in the record. */
export const operatorRoutes = (parts: OperatorParts): Route[] => [
  list(parts),
  colleagues(parts),
  add(parts),
  change(parts),
];

const list = ({ directory }: OperatorParts): Route =>
  route({
    method: "get",
    path: PATHS.operators,
    subject: SUBJECT,
    summary: "The clinic's people, withdrawn ones too.",
    allow: ADMINISTRATOR,
    answer: z.array(OperatorRow),
    run: () => ok(directory.operators().map(rowOf)),
  });

const OWNS_ROOMS: readonly Role[] = ["nurse", "physician", "trainer"];

const colleagues = ({ directory }: OperatorParts): Route =>
  route({
    method: "get",
    path: PATHS.colleagues,
    subject: SUBJECT,
    summary: "The people to whom a room can be handed over.",
    allow: ROLES,
    answer: z.array(Colleague),
    run: () =>
      ok(
        directory
          .operators()
          .filter(({ role, withdrawnAt }) => withdrawnAt === null && OWNS_ROOMS.includes(role))
          .map(({ operatorId, displayName, role }) => ({ operatorId, displayName, role })),
      ),
  });

const add = ({ directory, log }: OperatorParts): Route =>
  route({
    method: "post",
    path: PATHS.operators,
    subject: SUBJECT,
    summary: "Adds a person.",
    allow: ADMINISTRATOR,
    body: AddOperatorBody,
    answer: OperatorRow,
    fails: ["name-taken"],
    async run(call) {
      const { operator: by } = personOf(call);
      const operator = await newOperator(call.body);
      return directory.change(by.displayName, async (store): Promise<Answer<Row>> => {
        const wanted = operator.name.toLowerCase();
        if (directory.operators().some(({ name }) => name.toLowerCase() === wanted)) {
          return {
            ok: false,
            code: "name-taken",
            message: `There is a "${operator.name}" already. Choose another name.`,
          };
        }
        await store.putOperator(operator);
        log.info("operator-added", { operatorId: operator.operatorId, by: by.operatorId });
        return ok(rowOf(operator));
      });
    },
  });

const change = ({ directory, signIns, clock, log }: OperatorParts): Route =>
  route({
    method: "patch",
    path: `${PATHS.operators}/:operatorId`,
    subject: SUBJECT,
    summary:
      "Changes a person's name, role or password, or withdraws them. A new password and withdrawing end their sign-ins.",
    allow: ADMINISTRATOR,
    body: ChangeOperatorBody,
    answer: OperatorRow,
    fails: ["no-such-operator", "last-administrator"],
    async run(call) {
      const { operator: by, signIn } = personOf(call);
      const { password, withdrawn } = call.body;
      const passwordHash = password === undefined ? undefined : await hashPassword(password);
      const changed = await directory.change(by.displayName, async (store): Promise<Answer<Operator>> => {
        const before = directory.operators().find(({ operatorId }) => operatorId === call.params["operatorId"]);
        if (before === undefined) return { ok: false, code: "no-such-operator", message: "There is no such person." };
        const after: Operator = {
          ...before,
          displayName: call.body.displayName ?? before.displayName,
          role: call.body.role ?? before.role,
          passwordHash: passwordHash ?? before.passwordHash,
          withdrawnAt: withdrawnAt(before, withdrawn, clock),
        };
        const others = directory.operators().filter((one) => one !== before);
        if (!isActingAdministrator(after) && !others.some(isActingAdministrator)) {
          const message = "This is the last administrator. Make another one first.";
          return { ok: false, code: "last-administrator", message };
        }
        await store.putOperator(after);
        log.info("operator-changed", { operatorId: after.operatorId, by: by.operatorId });
        return ok(after);
      });
      if (!changed.ok) return changed;
      if (passwordHash !== undefined || withdrawn === true) {
        await signIns.endAllOf(changed.value.operatorId, signIn.tokenHash);
      }
      return ok(rowOf(changed.value));
    },
  });

const withdrawnAt = (before: Operator, withdrawn: boolean | undefined, clock: Clock): Operator["withdrawnAt"] => {
  if (withdrawn === undefined) return before.withdrawnAt;
  return withdrawn ? (before.withdrawnAt ?? clock.now().wall) : null;
};

const isActingAdministrator = ({ role, withdrawnAt }: Operator): boolean =>
  role === "administrator" && withdrawnAt === null;

const rowOf = ({ operatorId, name, displayName, role, withdrawnAt }: Operator): Row => ({
  operatorId,
  name,
  displayName,
  role,
  withdrawn: withdrawnAt !== null,
});
