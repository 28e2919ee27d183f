import { createRandom, type Random } from "../random.ts";
import { NO_SHIFT, type Patient, type Shift } from "./patient.ts";

/** How patients lie: still, as a class or the demo needs them; or as people do. */
export const MANNERS = ["calm", "restless"] as const;
export type Manner = (typeof MANNERS)[number];

/** What spoils the measurement in this second, and what a restless patient's own body does besides. */
export type Unrest = {
  /** In the body. */
  readonly shift: Shift;
  /** On the finger, where the body is well. */
  readonly isOff: boolean;
  readonly isLost: boolean;
  readonly isWeak: boolean;
  readonly readsLowBy: number;
  readonly pulseOffBy: number;
  /** A moving arm: what the cuff would say is further off, and it fails if this lasts to its end. */
  readonly isMoving: boolean;
  readonly pressureOffBy: number;
  readonly isLinkCut: boolean;
};
export const AT_EASE: Unrest = {
  ...{ shift: NO_SHIFT, isOff: false, isLost: false, isWeak: false, readsLowBy: 0, pulseOffBy: 0 },
  ...{ isMoving: false, pressureOffBy: 0, isLinkCut: false },
};

type Lasting = (random: Random) => number;
/** What this patient is like, drawn once. */
type Temper = {
  readonly motion: number;
  readonly isAtRisk: boolean;
  readonly sagsBy: number;
  readonly isCold: boolean;
};

/** Seconds, of half of them more than `medianS`, seldom much more. */
const aboutS =
  (medianS: number, sigma: number, most: number): Lasting =>
  (random) =>
    Math.min(most, Math.max(2, medianS * Math.exp(random.normal(0, sigma))));
const betweenS =
  (low: number, high: number): Lasting =>
  (random) =>
    random.between(low, high);

/**
 * Spells of motion an hour, of the mean patient. The two recordings of intensive care that the project has (a value a
 * minute) show pulse and heart rate apart by more than 10 in 0.19 spells an hour of the steady patient and 3.4 of the one
 * who deteriorates, and SpO2 missing in 0.31 and 4.3; a spell of a quarter of a minute is seen in one sample of four. So
 * about 2 in a patient at rest, and much more in one who is ill. 4 here, of which the cap below leaves about 3.
 */
const MOTION_AN_HOUR = 4;
/** A half of what alarms is over in 14 s and two thirds in 19 s (clinical.md 3.3: Goerges 2009). */
const MOTION_S = aboutS(14, 0.7, 120);
/**
 * A tenth of the patients make 57 % of the alarms (clinical.md 3.3: Lansdowne 2016): so wide is the spread between them.
 * Nobody moves more than eight times as much as the mean: Watchroom's choice.
 */
const MOTION_SPREAD = 1.4;
const MOTION_MAX = 8;
/** Of spells of motion: no value at all, a false low SpO2, a false pulse. Of those with a value the oximeter says that it is weak. Watchroom's choice. */
const LOST_SHARE = 0.35;
const FALSE_LOW_SHARE = 0.4;
const OWNED_UP_SHARE = 0.5;
/** Points that a moving finger reads too low: 2, and 4 more on average; beats that its pulse is off. Watchroom's choice. */
const READS_LOW_BY = { least: 2, more: 4, most: 30 } as const;
const PULSE_OFF_SD = 30;

/** SpO2 was away for three minutes or more 7 times in the 32 h of the steady recording: 0.2 an hour, here the sensor knocked off. */
const KNOCKED_AN_HOUR = 0.2;
/** The patient puts it back at once, or somebody must come: Watchroom's choice. */
const KNOCKED_S: readonly [Lasting, Lasting] = [betweenS(4, 15), betweenS(40, 150)];
/** Goes to the bathroom, or wants to, without a word to anyone: Watchroom's choice. */
const WALK_AN_HOUR = 0.03;
const WALK_S = betweenS(120, 360);

/**
 * Dips of 3 points or more below the ten minutes around them came 3 times in the 32 h of the steady recording; 20 to 60 s and
 * 2 to 6 points after clinical.md 5.4, which has them five times as often with benzodiazepines, opioids or sleep apnoea.
 */
const DIP_AN_HOUR = 0.09;
const AT_RISK_DIPS = 5;
const DIP_S = betweenS(20, 60);
const DIP_BY = [2, 6] as const;
/** Of patients take something that sedates, or have sleep apnoea (asked in the REMS form, clinical.md 1.2): Watchroom's choice. */
const AT_RISK_SHARE = 0.2;
/** Below 93 % at two checks in a row in 3 % of patients, over without treatment (clinical.md 1.3). Depth: Watchroom's choice. */
const SAG_SHARE = 0.03;
const SAG_BY = [3, 6] as const;
/** Of racemic ketamine at the effect site: from here sedation is seen (judged.ts), and a sag is whole at the second. */
const SEDATED_NG_ML = [100, 200] as const;

/** Cold hands: so many patients, and then so often for so long. Watchroom's choice. */
const COLD_SHARE = 0.08;
const COLD_AN_HOUR = 1;
const COLD_S = betweenS(60, 300);
/** A wireless line that stumbles: Watchroom's choice. */
const CUT_AN_HOUR = 0.15;
const CUT_S = betweenS(3, 25);
/** With the device's own spread about 6 mmHg: an SD of 5 to 8 (clinical.md 5.4); a moving arm twice that, our choice. */
const PRESSURE_SD = 4.5;

function temperOf(seed: number): Temper {
  const random = createRandom(seed, "temper");
  // A mean of 1, whatever the spread.
  const motion = Math.exp(random.normal(-(MOTION_SPREAD ** 2) / 2, MOTION_SPREAD));
  return {
    motion: Math.min(MOTION_MAX, motion),
    isAtRisk: random.chance(AT_RISK_SHARE),
    sagsBy: random.chance(SAG_SHARE) ? random.between(...SAG_BY) : 0,
    isCold: random.chance(COLD_SHARE),
  };
}

/** Begins now and then, lasts, and is drawn anew each time. */
function createSpell<Drawn>(random: Random, lastS: Lasting, draw: (random: Random) => Drawn) {
  let [left, lasts] = [0, 1];
  let drawn: { readonly drawn: Drawn } | null = null;
  return {
    /** One second, with so many begins an hour. What was drawn and how far the spell is (0 to 1); null: none now. */
    pass(anHour: number): { readonly drawn: Drawn; readonly share: number } | null {
      left -= 1;
      if (left <= 0) drawn = null;
      if (drawn === null && random.chance(anHour / 3_600)) {
        lasts = lastS(random);
        left = lasts;
        drawn = { drawn: draw(random) };
      }
      return drawn === null ? null : { ...drawn, share: 1 - left / lasts };
    },
  };
}

type Motion = Pick<Unrest, "isLost" | "isWeak" | "readsLowBy" | "pulseOffBy">;
function drawMotion(random: Random): Motion {
  const kind = random.next();
  const isWeak = random.chance(OWNED_UP_SHARE);
  const { least, more, most } = READS_LOW_BY;
  const depth = Math.min(most, least - more * Math.log(1 - random.next()));
  const pulseOffBy = random.normal(0, PULSE_OFF_SD);
  if (kind < LOST_SHARE) return { isLost: true, isWeak: true, readsLowBy: 0, pulseOffBy: 0 };
  if (kind < LOST_SHARE + FALSE_LOW_SHARE)
    return { isLost: false, isWeak, readsLowBy: depth, pulseOffBy: pulseOffBy / 3 };
  return { isLost: false, isWeak, readsLowBy: 0, pulseOffBy };
}

/**
 * A patient as people are: turns and moves the hand, has cold fingers, knocks the sensor off, sleeps into a short dip.
 * Rates and sizes are above, each with its source. What comes when is the seed's; `second` takes one second at a time.
 */
export function createUnrest(seed: number): (patient: Patient) => Unrest {
  const temper = temperOf(seed);
  const drawn = (purpose: string) => createRandom(seed, `unrest ${purpose}`);
  const nothing = () => null;
  const motion = createSpell(drawn("motion"), MOTION_S, drawMotion);
  const knock = createSpell(drawn("knock"), (random) => random.pick(KNOCKED_S)(random), nothing);
  const walk = createSpell(drawn("walk"), WALK_S, nothing);
  const dip = createSpell(drawn("dip"), DIP_S, (random) => random.between(...DIP_BY));
  const cold = createSpell(drawn("cold"), COLD_S, nothing);
  const cut = createSpell(drawn("cut"), CUT_S, nothing);
  const pressure = drawn("pressure");
  return ({ effectNgMl }) => {
    const sedation = Math.min(1, Math.max(0, (effectNgMl - SEDATED_NG_ML[0]) / (SEDATED_NG_ML[1] - SEDATED_NG_ML[0])));
    const dips = dip.pass(DIP_AN_HOUR * (temper.isAtRisk && sedation > 0 ? AT_RISK_DIPS : 1));
    const moves = motion.pass(MOTION_AN_HOUR * temper.motion);
    const isKnocked = knock.pass(KNOCKED_AN_HOUR) !== null;
    const isWalking = walk.pass(WALK_AN_HOUR) !== null;
    const isCold = cold.pass(temper.isCold ? COLD_AN_HOUR : 0) !== null;
    const spo2Drop = temper.sagsBy * sedation + (dips === null ? 0 : dips.drawn * Math.sin(Math.PI * dips.share));
    return {
      shift: { ...NO_SHIFT, spo2Drop },
      isOff: isKnocked || isWalking,
      isLost: moves?.drawn.isLost ?? false,
      isWeak: isCold || (moves?.drawn.isWeak ?? false),
      readsLowBy: moves?.drawn.readsLowBy ?? 0,
      pulseOffBy: moves?.drawn.pulseOffBy ?? 0,
      isMoving: moves !== null || isWalking,
      pressureOffBy: pressure.normal(0, moves === null ? PRESSURE_SD : 2 * PRESSURE_SD),
      isLinkCut: cut.pass(CUT_AN_HOUR) !== null,
    };
  };
}
