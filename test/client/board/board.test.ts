import { describe, expect, it } from "vitest";
import { boardRows, firstOfEachRoom, leftOutText, ofOwner, overdueCount } from "../../../client/src/board/board.ts";
import { bothTimes, dueState, dueText } from "../../../client/src/board/dueWords.ts";
import { timeOfDay } from "../../../client/src/wall/duration.ts";
import { dueIn, MINUTE, NOW, sessionOf } from "../support/session.ts";

const room = (name: string, dues: ReturnType<typeof dueIn>[], ownerId: string | null = null) => ({
  roomId: name,
  name: `Room ${name}`,
  session: sessionOf("intravenous", {
    dues,
    owner: ownerId === null ? null : { operatorId: ownerId, name: ownerId, since: NOW },
  }),
  standby: null,
});
const FREE = { roomId: "4", name: "Room 4", session: null, standby: null };

describe("the board of what is due", () => {
  const rooms = [
    room("1", [dueIn("MOAA/S", 4), dueIn("BP", 40)]),
    room("2", [dueIn("40-min BP", 2), dueIn("Device 2", -7, null)]),
    room("3", [dueIn("BP", -6)]),
    FREE,
    room("5", [dueIn("BP", -9), dueIn("MOAA/S", -1)]),
  ];
  const rows = boardRows(rooms, NOW);
  it("has the overdue first, then what is due now, then what comes, each in order of time", () => {
    expect(rows.map(({ roomName, due, state }) => `${roomName} ${due.label}: ${state}`)).toEqual([
      "Room 5 BP: overdue",
      "Room 3 BP: overdue",
      "Room 2 Device 2: due",
      "Room 5 MOAA/S: due",
      "Room 2 40-min BP: soon",
      "Room 1 MOAA/S: soon",
      "Room 1 BP: later",
    ]);
  });
  it("counts the overdue checks of all rooms", () => {
    expect(overdueCount(rows)).toBe(2);
  });
  it("says in the header what is due first in each room", () => {
    expect(firstOfEachRoom(rows).map(({ roomName, due }) => `${roomName} ${due.label}`)).toEqual([
      "Room 5 BP",
      "Room 3 BP",
      "Room 2 Device 2",
      "Room 1 MOAA/S",
    ]);
  });
  it("has nothing for a free room, and is empty when all rooms are free", () => {
    expect(rows.some(({ roomId }) => roomId === "4")).toBe(false);
    expect(boardRows([FREE], NOW)).toEqual([]);
  });
  it("keeps two rooms that are due in the same moment in the order of the wall", () => {
    const same = boardRows([room("8", [dueIn("BP", 3)]), room("2", [dueIn("BP", 3)])], NOW);
    expect(same.map(({ roomId }) => roomId)).toEqual(["8", "2"]);
  });
});

describe("the board of one person's rooms", () => {
  const rows = boardRows(
    [room("1", [dueIn("BP", 4)], "me"), room("2", [dueIn("BP", -9)], "you"), room("3", [dueIn("BP", -1)])],
    NOW,
  );
  it("has the rooms that this person owns, and never hides that others wait", () => {
    const { mine, others } = ofOwner(rows, "me");
    expect(mine.map(({ roomName }) => roomName)).toEqual(["Room 1"]);
    expect(leftOutText(others)).toBe("In other rooms: 1 overdue, 1 due now.");
    expect(leftOutText(mine)).toBeNull();
  });
  it("says where a patient on standby is", () => {
    const standby = { place: "Bathroom", since: NOW, until: NOW, by: "M. Okafor" };
    expect(boardRows([{ ...room("1", [dueIn("BP", 4)]), standby }], NOW)[0]?.away).toBe("Bathroom");
  });
});

describe("a check that may be counted from two doses", () => {
  it("shows both times, and which of them counts", () => {
    const due = { ...dueIn("40-min BP", 20), otherwise: { from: "lastDose" as const, dueAt: NOW + 30 * MINUTE } };
    expect(bothTimes(due, "device")).toBe(
      `${timeOfDay(due.dueAt)} from first device (counts) · ${timeOfDay(due.otherwise.dueAt)} from last`,
    );
    const other = { ...due, otherwise: { ...due.otherwise, from: "firstDose" as const } };
    expect(bothTimes(other, "injection")).toContain("from last injection (counts)");
    expect(bothTimes(dueIn("BP", 20), "device")).toBeNull();
    expect(bothTimes({ ...due, what: "sedation" }, "device"), "said once, at the pressure").toBeNull();
  });
});

describe("a due check in words", () => {
  const due = dueIn("BP", 3);
  it("counts down to its time, says now, and then how long ago it was due", () => {
    expect(dueText(due, NOW - 2 * MINUTE + 20_000)).toBe("BP in 4:40");
    expect(dueText(due, NOW + 3 * MINUTE)).toBe("BP now");
    expect(dueText(due, NOW + 7 * MINUTE)).toBe("BP now");
    expect(dueText(due, NOW + 8 * MINUTE)).toBe("BP overdue 5 min");
  });
  it("says hours where it is far away", () => {
    expect(dueText(dueIn("120-min BP", 81), NOW)).toBe("120-min BP in 1 h 21");
  });
  it("is overdue in the same moment as its alarm, and never where it has none", () => {
    expect(dueState(due, NOW + 8 * MINUTE - 1)).toBe("due");
    expect(dueState(due, NOW + 8 * MINUTE)).toBe("overdue");
    expect(dueState(dueIn("Device 2", 0, null), NOW + 60 * MINUTE)).toBe("due");
  });
  it("is looked ahead to for half an hour", () => {
    expect(dueState(dueIn("BP", 30), NOW)).toBe("soon");
    expect(dueState(dueIn("BP", 31), NOW)).toBe("later");
  });
});
