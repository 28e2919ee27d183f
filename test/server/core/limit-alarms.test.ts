import { alarmSentence } from "@watchroom/shared/alarm";
import { describe, expect, it } from "vitest";
import { createBedside, play } from "../../support/core-script.ts";

function check(condition: string, script: string): void {
  for (const { line, found, expected } of play(condition, script)) expect(found, line).toBe(expected);
}

describe("a low SpO2", () => {
  it("signals only after the delay of 15 s, and ends by itself when the value is back", () => {
    check(
      "spo2.low",
      `
       0 spo2 97  -> absent off
       1 spo2 90  -> pending off
      15 tick     -> pending off
      16 tick     -> present on medium
      20 spo2 90  -> present on medium
      22 spo2 95  -> absent off
    `,
    );
  });

  it("below the critical limit signals high after 5 s and stays latched until a person resets it", () => {
    check(
      "spo2.low",
      `
       0 spo2 97     -> absent off
       1 spo2 86     -> pending off
       6 tick        -> present on high
      20 spo2 96     -> absent latched high
      21 acknowledge -> absent latched high
      22 alarmReset  -> absent off
    `,
    );
  });

  it("that falls fast and deep signals at once", () => {
    check(
      "spo2.low",
      `
       0 spo2 97  -> absent off
       1 spo2 81  -> present on high
    `,
    );
  });

  it("starts the delay again when the value recovers inside it", () => {
    check(
      "spo2.low",
      `
       0 spo2 90  -> pending off
      14 spo2 93  -> absent off
      15 spo2 90  -> pending off
      29 tick     -> pending off
      30 tick     -> present on medium
    `,
    );
  });

  it("that dips three times within a minute signals at the third, though no dip lasts for the delay", () => {
    check(
      "spo2.low",
      `
       0 spo2 89 -> pending off
      12 spo2 93 -> absent off
      16 spo2 89 -> pending off
      28 spo2 93 -> absent off
      32 spo2 87 -> present on medium
      36 tick    -> present on medium
      37 tick    -> present on high
    `,
    );
  });

  it("that dips three times in more than a minute is each time given its delay", () => {
    check(
      "spo2.low",
      `
       0 spo2 89 -> pending off
       5 spo2 93 -> absent off
      30 spo2 89 -> pending off
      35 spo2 93 -> absent off
      61 spo2 89 -> pending off
      66 spo2 93 -> absent off
    `,
    );
  });

  it("at the limit is not beyond it", () => {
    check(
      "spo2.low",
      `
       0 spo2 92   -> absent off
       1 spo2 91.9 -> pending off
    `,
    );
  });

  it("is not ended by a probe that gives no value", () => {
    check(
      "spo2.low",
      `
       0 spo2 80     -> present on high
       5 acknowledge -> present acknowledged high
       6 spo2 --     -> present acknowledged high
      60 spo2 --     -> present acknowledged high
    `,
    );
  });

  it("is presented for at least 5 s, however short it was", () => {
    check(
      "spo2.low",
      `
       0 spo2 97  -> absent off
       1 spo2 80  -> present on high
       2 spo2 96  -> absent on high
       5 tick     -> absent on high
       6 tick     -> absent latched high
    `,
    );
  });

  it("that grows worse after an acknowledgement is signalled again, higher", () => {
    check(
      "spo2.low",
      `
       0 spo2 90     -> pending off
      15 tick        -> present on medium
      16 acknowledge -> present acknowledged medium
      17 spo2 87     -> present acknowledged medium
      22 tick        -> present on high
    `,
    );
  });

  it("acknowledged at high priority and still there after 3 min is signalled again", () => {
    check(
      "spo2.low",
      `
       0 spo2 80     -> present on high
       5 acknowledge -> present acknowledged high
     184 spo2 80     -> present acknowledged high
     185 tick        -> present on high
    `,
    );
  });

  it("says what, value, limit and worst so far", () => {
    const bedside = createBedside();
    bedside.oximetry(0, { spo2: 97 });
    for (const [second, spo2] of [87, 84, 85, 86].entries()) bedside.oximetry(1 + second, { spo2 });
    bedside.oximetry(8, { spo2: 86 });
    expect(bedside.changes().map(({ alarm }) => alarmSentence(alarm))).toEqual(["SpO₂ 86 < 92, lowest 84"]);
  });
});

describe("a pulse rate beyond its limits", () => {
  it("is high below 40 and medium below 50", () => {
    check(
      "pulseRate.low",
      `
       0 pulse 70 -> absent off
       1 pulse 45 -> pending off
      16 tick     -> present on medium
      20 pulse 38 -> present on medium
      35 tick     -> present on high
      36 pulse 60 -> absent on high
      40 tick     -> absent off
    `,
    );
  });
});

describe("a cuff value", () => {
  it("beyond its limit signals at once and stays until the next measurement", () => {
    const bedside = createBedside();
    bedside.cuff(1, { systolic: 168, diastolic: 97, mean: 109 });
    expect(bedside.alarm("systolic.high")).toBe("present on medium");
    expect(bedside.alarm("diastolic.high")).toBe("absent off");
    bedside.tick(600);
    expect(bedside.alarm("systolic.high")).toBe("present on medium");
    bedside.cuff(601, { systolic: 140, diastolic: 80, mean: 100 });
    expect(bedside.alarm("systolic.high")).toBe("absent off");
  });

  it("whose systolic and diastolic are kept calls nobody for the mean between them", () => {
    const bedside = createBedside();
    bedside.cuff(1, { systolic: 152, diastolic: 96, mean: 115 });
    bedside.cuff(601, { systolic: 160, diastolic: 100, mean: 120 });
    expect(bedside.changes()).toEqual([]);
    bedside.cuff(1_201, { systolic: 158, diastolic: 99, mean: 124 });
    expect(bedside.alarm("mean.high")).toBe("present on medium");
  });

  it("of a measurement without a systolic does not end the alarm of the one before, and is not shown beside it", () => {
    const bedside = createBedside();
    bedside.cuff(1, { systolic: 66, diastolic: 20, mean: 38 });
    bedside.cuff(61, { mean: 94 });
    expect(bedside.alarm("systolic.low")).toBe("present on medium");
    expect(bedside.alarm("mean.low")).toBe("absent off");
    expect(bedside.state().metrics.systolic?.value).toBeNull();
  });
});
