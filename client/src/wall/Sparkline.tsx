import { SPARK_POINTS, SPARK_STEP_MS, type Spark } from "@watchroom/shared/trend";
import { memo, useMemo } from "react";
import { useNow } from "../live/hooks.ts";
import { sparkPath } from "./sparkPath.ts";

const HEIGHT = 40;
/** What the two lines span; a value beyond is drawn at the edge. */
const SPO2_SPAN = [78, 100] as const;
const PULSE_SPAN = [35, 150] as const;

/** SpO2 and pulse rate of the last ten minutes. The paths are made anew only when a point was added. */
export const Sparkline = memo(function Sparkline({ spark }: { readonly spark: Spark }) {
  const nowStep = Math.floor(useNow(SPARK_STEP_MS) / SPARK_STEP_MS);
  const spo2 = useMemo(() => sparkPath(spark.spo2, SPO2_SPAN, HEIGHT), [spark]);
  const pulse = useMemo(() => sparkPath(spark.pulseRate, PULSE_SPAN, HEIGHT), [spark]);
  // The right edge is now: a line that stopped moves left and leaves a gap behind.
  const x = spark.firstStep - (nowStep - (SPARK_POINTS - 1));
  return (
    <svg
      className="sparkline"
      viewBox={`0 -2 ${SPARK_POINTS - 1} ${HEIGHT + 4}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <g transform={`translate(${x} 0)`}>
        <path className="sparkPulse" d={pulse} />
        <path className="sparkSpo2" d={spo2} />
      </g>
    </svg>
  );
});
