import { createHash } from "node:crypto";
import { METRICS, type MetricId } from "@watchroom/shared/metric";

/** A resource of HL7 FHIR R4; the tests hold what is made here against its definitions. */
type Resource = { readonly resourceType: string; readonly id: string };
export type Entry = { readonly fullUrl: string; readonly resource: Resource };
type Reference = { readonly reference: string; readonly display?: string };
type Coding = { readonly system: string; readonly code: string; readonly display?: string };

const MDC = "urn:iso:std:iso:11073:10101";
const LOINC = "http://loinc.org";
const UCUM = "http://unitsofmeasure.org";
const UUID_PARTS = /^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/;

/** The same thing has the same id in every export: a UUID made of its key (RFC 9562, version 8). */
export function idOf(key: string): string {
  const hex = createHash("sha256").update(`watchroom ${key}`).digest("hex");
  return hex.replace(UUID_PARTS, (_, a: string, b: string, c: string, d: string, e: string) =>
    [a, b, `8${c.slice(1)}`, `8${d.slice(1)}`, e].join("-"),
  );
}

export const entryOf = (resource: Resource): Entry => ({ fullUrl: `urn:uuid:${resource.id}`, resource });
export const referenceTo = ({ id }: Pick<Resource, "id">, display?: string): Reference => ({
  reference: `urn:uuid:${id}`,
  ...(display !== undefined && { display }),
});

export const iso = (at: number): string => new Date(at).toISOString();
export const textOnly = (text: string): { text: string } => ({ text });

/** What is measured, in every code that its row names (clinical.md 4.4, 4.7: LOINC first, MDC for device profiles). */
export const codeOf = (metric: MetricId): { coding: Coding[]; text: string } => ({
  coding: [
    ...METRICS[metric].loinc.map((code) => ({ system: LOINC, code })),
    { system: MDC, code: String(METRICS[metric].mdc) },
  ],
  text: METRICS[metric].label,
});

export const quantityOf = (metric: MetricId, value: number) => ({
  value: Number(value.toFixed(METRICS[metric].decimals)),
  unit: METRICS[metric].unit,
  system: UCUM,
  code: METRICS[metric].ucum,
});

export const VITAL_SIGNS = [
  { coding: [{ system: "http://terminology.hl7.org/CodeSystem/observation-category", code: "vital-signs" }] },
];
/** Blood pressure by cuff, whole (clinical.md 4.4: NIBP panel). */
export const PRESSURE_PANEL = {
  coding: [
    { system: LOINC, code: "85354-9" },
    { system: MDC, code: "150020" },
  ],
  text: "Blood pressure",
};
/** IHE ACM, MDC events (clinical.md 4.6). */
export const LIMIT_EVENTS = {
  low: { system: MDC, code: "196674", display: "MDC_EVT_LO_VAL_LT_LIM" },
  high: { system: MDC, code: "196652", display: "MDC_EVT_HI_VAL_GT_LIM" },
} as const;

/** On every resource that came of a simulated treatment: nobody may take it for a patient's. */
const SIMULATED_META = {
  meta: {
    security: [
      {
        system: "http://terminology.hl7.org/CodeSystem/v3-ActReason",
        code: "HTEST",
        display: "test health data",
      },
    ],
    tag: [{ system: "urn:watchroom:record", code: "simulated", display: "Simulated: no patient was treated" }],
  },
};
export const metaOf = (simulated: boolean): typeof SIMULATED_META | Record<never, never> =>
  simulated ? SIMULATED_META : {};
