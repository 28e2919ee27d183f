import type { LoadFigures } from "@watchroom/shared/alarm-review";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { DayBars } from "../../../client/src/review/DayBars.tsx";

test("a bar's parts are the rates of each priority in session, whatever came outside", () => {
  const figures = {
    // Two of the three high ones came outside.
    ...{ roomHours: 4, alarms: 6, inSession: 4, high: 3, medium: 2, low: 1 },
    ...{ perRoomHour: 1, highPerRoomHour: 0.25, mediumPerRoomHour: 0.5, lowPerRoomHour: 0.25 },
  } as LoadFigures;
  const days = [{ day: "2026-11-23", from: Date.UTC(2026, 10, 23), figures }];
  const bars = renderToStaticMarkup(createElement(DayBars, { days, chosen: null, onChoose: () => undefined }));
  const parts = [...bars.matchAll(/data-priority="(\w+)" style="height:([\d.]+)%"/g)].map(([, kind, tall]) => [
    kind,
    tall,
  ]);
  expect(parts).toEqual([
    ["high", "25"],
    ["medium", "50"],
    ["low", "25"],
  ]);
});
