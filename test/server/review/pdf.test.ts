import { setImmediate as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { measuredTrend } from "../../../server/src/http/trend.ts";
import { reportPdf } from "../../../server/src/review/pdf/report-pdf.ts";
import type { Review } from "../../../server/src/review/report.ts";
import { zoneOf } from "../../../server/src/review/zone.ts";
import { pagesOf, sizeOf } from "./pdf-text.ts";
import { review, SIGNED, spravato } from "./spravato.ts";

async function print({ report, folded }: Review, paper: "a4" | "letter" = "a4"): Promise<Buffer> {
  const zone = zoneOf("Europe/Berlin");
  if (zone === null) throw new Error("there is a zone");
  const { oximetry } = measuredTrend([], 0, 100);
  return reportPdf({ report, oximetry, folded, zone, paper, compress: false, pause: () => pause() });
}
const made = review(spravato(), { afterwords: SIGNED });
const file = made.then((one) => print(one));

test("the PDF holds the journal's numbers, with the times of the zone that it names", async () => {
  const text = pagesOf(await file).join("\n");
  for (const expected of [
    "Northside Clinic",
    "record number WR-00417",
    "born 29 Feb 1980",
    "Ana Maria Łukić",
    "times in Europe/Berlin (GMT+1)",
    "118/76",
    "142/88",
    "typed by N. Okafor",
    "09:15:10",
    "A1208",
    "3 Only to loud or repeated voice",
    "SpO₂ 84 < 92, lowest 84",
    "09:40:41 N. Okafor",
    "Antiemetic: ondansetron 4 mg",
    "Decided by Dr. Ada Petrov: Low dose at night, none today",
    "122/78 and 120/77; baseline 118/76",
    "97 % then",
    "Released at 11:12 by N. Okafor.",
    "Misread from the box",
    "Nurse: Nora Lindqvist, RN, 15 Jan 2027, 11:17.",
    "Watchroom is a secondary display",
  ]) {
    expect(text.replaceAll(/\s+/g, " ")).toContain(expected);
  }
  expect(text).not.toContain("�");
});

test("every page says whose it is, and which of how many it is", async () => {
  const pages = pagesOf(await file);
  expect(pages.length).toBeGreaterThan(2);
  for (const [index, page] of pages.entries()) {
    expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
    expect(page).toContain("WR-00417");
    expect(page).toContain("Northside Clinic");
  }
});

test("every page of a simulated session says so, and no page of a real one does", async () => {
  const simulated = await print(await review(spravato({ simulated: true })));
  expect(pagesOf(simulated).every((page) => page.includes("SIMULATED"))).toBe(true);
  expect(pagesOf(await file).some((page) => page.includes("SIMULATED"))).toBe(false);
});

test("it prints on A4 and on Letter", async () => {
  expect(sizeOf(await file).map(Math.round)).toEqual([595, 842]);
  expect(sizeOf(await print(await made, "letter")).map(Math.round)).toEqual([612, 792]);
});

test("a program that reads it aloud finds its language, its title and its tables", async () => {
  const text = (await file).toString("latin1");
  expect(text).toContain("/Marked true");
  expect(text).toMatch(/\/Lang \(en\)/);
  expect(text).toContain("/DisplayDocTitle true");
  for (const tag of ["/S /H1", "/S /H2", "/S /Table", "/S /TH", "/S /Figure"]) expect(text).toContain(tag);
});

test("no heading stands alone at the foot of a page, however long the tables are", async () => {
  const { report, folded, pressures } = await made;
  const headings = ["Doses", "Assessments", "Alarms", "Events", "Pre-session check", "Everything in order"];
  // The last column's head: a table of which only the heads are left on the page.
  const heads = ["By", "From", "Ended", "What says so"];
  for (let rows = 1; rows <= 24; rows += 1) {
    const vitals = Array.from({ length: rows * 4 }, (_, index) => ({ ...report.vitals[0], from: `Cuff ${index}` }));
    const long = { ...report, vitals: vitals as typeof report.vitals };
    for (const page of pagesOf(await print({ report: long, folded, pressures }))) {
      const lines = page.split("\n").map((line) => line.trim());
      const foot = lines.findIndex((line) => line.startsWith("Page "));
      const lastOfBody =
        lines
          .slice(0, foot)
          .filter((line) => line !== "" && line !== "Northside Clinic")
          .at(-1) ?? "";
      expect([...headings, ...heads]).not.toContain(lastOfBody);
    }
  }
});

test("a session without a dose, a reading or a signature prints too", async () => {
  const script = {
    60: (journal: ReturnType<typeof spravato>, seconds: number) =>
      journal.act(seconds, {
        name: "startSession",
        payload: { roomId: "r1", initials: "Ж. Ю.", route: "oral", includeEarlier: false, cuffArm: null },
      }),
  };
  const empty = await review(spravato({}, script, 61), { endedS: null, nowS: 90 });
  const text = pagesOf(await print(empty)).join("\n");
  expect(text).toContain("Ж. Ю.");
  expect(text).toContain("No dose was given.");
  expect(text).toContain("Nurse: not signed.");
});
