import { ok } from "@watchroom/shared/result";
import type { CommandReply } from "@watchroom/shared/wire";
import { expect, test } from "vitest";
import { goRound } from "../../simulators/src/demo-nurse.ts";
import type { DemoRoom } from "../../simulators/src/demo-room.ts";
import type { Act } from "../../simulators/src/demo-scene.ts";
import { createForgetting } from "../../simulators/src/forgetting.ts";
import type { Operator } from "../../simulators/src/operator.ts";
import { createTinyRoom } from "./tiny-room.ts";

const ACT: Act = { id: "dose 0", request: { name: "undo", payload: { roomId: "r1" } } };

/** What the nurse remembers and says when the server answers the one act of the one room like this. */
async function round(reply: CommandReply) {
  const outcomes: string[] = [];
  const said: string[] = [];
  const room: DemoRoom = {
    room: "Room",
    second: () => undefined,
    see: () => undefined,
    nextAct: () => (outcomes.length === 0 ? ACT : null),
    settle: (_, outcome) => void outcomes.push(outcome),
    askCuff: () => undefined,
  };
  const view = createTinyRoom().view(0);
  // The nurse looks only at what a tiny room has.
  const look = () => Promise.resolve([view] as never);
  const nurse: Pick<Operator, "visit"> = {
    async visit(act) {
      return ok(await act({ look, command: () => Promise.resolve(reply) }));
    },
  };
  const parts = { rooms: [room], forgetting: createForgetting(), now: () => 0, say: (text: string) => said.push(text) };
  await goRound(nurse, parts);
  return { outcomes, said };
}

test("a dose that the protocol holds is remembered as held, and is nothing to complain about", async () => {
  const reply = { ok: false, code: "hold", message: "Blood pressure 149/80 is above 140/90." } as const;
  expect(await round(reply)).toEqual({ outcomes: ["held"], said: [] });
});

test("what the server refuses is said once, with its reason", async () => {
  const reply = { ok: false, code: "refused", message: "Not now." } as const;
  expect(await round(reply)).toEqual({ outcomes: ["refused"], said: ["Room: undo was refused: Not now."] });
});

test("what the server cannot take now is neither done nor refused", async () => {
  const reply = { ok: false, code: "record-not-saved", message: "Disk full." } as const;
  expect(await round(reply)).toEqual({ outcomes: [], said: [] });
});
