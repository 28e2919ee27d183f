import path from "node:path";
import { PASSWORD_LENGTH_MIN } from "@watchroom/shared/http";
import type { OperatorId } from "@watchroom/shared/time";
import { ROLES } from "@watchroom/shared/wire";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DEMO_ACCOUNTS, openDemoClinic } from "../../../server/src/auth/clinic.ts";
import { createDirectory } from "../../../server/src/auth/directory.ts";
import { hashPassword, verifyPassword } from "../../../server/src/auth/password.ts";
import { createSignIns, type SignIns } from "../../../server/src/auth/sign-ins.ts";
import { openSqliteStore } from "../../../server/src/store/sqlite.ts";
import type { Operator, Store } from "../../../server/src/store/store.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { clientOf, quietLog, tempFolder } from "../http/api.ts";

describe("passwords", () => {
  it("are kept as a salted hash that says what it cost", async () => {
    const [first, second] = await Promise.all([hashPassword("correct horse"), hashPassword("correct horse")]);
    expect(first).toMatch(/^scrypt\$32768\$8\$1\$/);
    expect(first).not.toBe(second);
    expect(await verifyPassword("correct horse", first)).toBe(true);
    expect(await verifyPassword("correct horsf", first)).toBe(false);
  });

  it("match whichever way a keyboard composes an accent", async () => {
    expect(await verifyPassword("cafe\u0301 au lait", await hashPassword("caf\u00e9 au lait"))).toBe(true);
  });

  it("match nothing when what is kept cannot be read", async () => {
    for (const kept of ["", "plain", "scrypt$1$2$3$$", "md5$a$b"]) expect(await verifyPassword("x", kept)).toBe(false);
  });
});

describe("sign-ins over a restart", () => {
  let temp: ReturnType<typeof tempFolder>;
  let store: Store;
  const clock = createFakeClock();
  const nurse: Operator = {
    operatorId: "n" as OperatorId,
    name: "nurse",
    displayName: "Nora",
    role: "nurse",
    passwordHash: "",
    withdrawnAt: null,
  };
  beforeEach(() => {
    temp = tempFolder();
    store = openSqliteStore({ file: path.join(temp.folder, "watchroom.db") });
    store.putOperator(nurse);
  });
  afterEach(() => {
    store.close();
    temp.remove();
  });
  const start = async (): Promise<SignIns> => {
    const parts = { store: clientOf(store), clock, log: quietLog };
    return createSignIns({ ...parts, directory: await createDirectory(parts), idleLockMs: 60_500 });
  };

  it("go on, and count the idle time from the last touch", async () => {
    const cookie = `watchroom=${(await (await start()).start(nurse)).token}`;
    clock.advance(40_000);
    const after = await start();
    expect(after.identify(`theme=dark; ${cookie}`)).toMatchObject({ operator: { name: "nurse" }, locked: false });
    clock.advance(20_499);
    expect(after.identify(cookie)).toMatchObject({ locked: false });
    clock.advance(1);
    expect(after.identify(cookie)).toMatchObject({ locked: true });
  });

  it("stay locked when they were locked", async () => {
    const before = await start();
    const { token, identity } = await before.start(nurse);
    await before.lock(identity.signIn.tokenHash);
    expect((await start()).identify(`watchroom=${token}`)).toMatchObject({ locked: true });
  });

  it("stay ended when they were ended", async () => {
    const before = await start();
    const { token, identity } = await before.start(nurse);
    await before.end(identity.signIn.tokenHash);
    expect((await start()).identify(`watchroom=${token}`)).toBeNull();
  });

  it("end when the person is withdrawn by another program", async () => {
    const signIns = await start();
    const { token } = await signIns.start(nurse);
    store.putOperator({ ...nurse, withdrawnAt: clock.now().wall });
    await new Promise<void>((resolve) => {
      signIns.onChange((_, change) => change === "ended" && resolve());
      clock.advance(1_000);
    });
    expect(signIns.identify(`watchroom=${token}`)).toBeNull();
    expect(store.signIns()).toEqual([]);
  });

  it("are not given for a cookie that nobody was given", async () => {
    const signIns = await start();
    for (const cookie of [undefined, "", "watchroom=", "watchroom=wrs_x", "other=1"]) {
      expect(signIns.identify(cookie)).toBeNull();
    }
  });
});

describe("the demo clinic", () => {
  it("has a person of each role, says that it is simulated, and is made once", async () => {
    const temp = tempFolder();
    const store = openSqliteStore({ file: path.join(temp.folder, "watchroom.db") });
    await openDemoClinic(clientOf(store));
    const first = [store.clinic(), store.operators()];
    await openDemoClinic(clientOf(store));
    expect([store.clinic(), store.operators()]).toEqual(first);
    expect(store.clinic()).toMatchObject({ name: "Northside Demo Clinic", simulated: true });
    expect(store.operators().map(({ role }) => role)).toEqual([...ROLES]);
    for (const account of DEMO_ACCOUNTS) {
      expect(account.password.length).toBeGreaterThanOrEqual(PASSWORD_LENGTH_MIN);
      const kept = store.operators().find(({ name }) => name === account.name);
      expect(await verifyPassword(account.password, kept?.passwordHash ?? "")).toBe(true);
    }
    store.close();
    temp.remove();
  });
});
