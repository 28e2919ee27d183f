import type { z } from "zod";
import { MetricId } from "./metric.ts";
import { Protocol, type ProtocolFault, placedFaultsOf } from "./protocol.ts";
import { limitName, PLACE_LABELS, PROTOCOL_PARTS } from "./protocol-words.ts";

/** Where a value stands in a document: `["checks", 2, "timing", "atMin"]`. */
export type Path = ProtocolFault["path"];
/** `protocol` null: it cannot be used, and a sentence says each reason. */
type Judged = { readonly protocol: Protocol | null; readonly faults: readonly ProtocolFault[] };

/** Pure. A document by the schema and then by the rules; `protocol` is there when nothing is wrong. */
export function judgedProtocol(document: unknown): Judged {
  const parsed = Protocol.safeParse(document);
  if (!parsed.success) return { protocol: null, faults: formFaultsOf(document, parsed.error.issues) };
  const faults = placedFaultsOf(parsed.data);
  return { protocol: faults.length === 0 ? parsed.data : null, faults };
}

type Issue = z.core.$ZodIssue;

/** Pure. What the schema found wrong with a document that is no protocol yet, in the words of the form. */
export const formFaultsOf = (document: unknown, issues: readonly Issue[]): ProtocolFault[] =>
  issues.flatMap((issue) => faultsOfIssue(document, issue, []));

/** `above`: where the issue's own path begins, since those inside a choice count from the choice. */
function faultsOfIssue(document: unknown, issue: Issue, above: Path): ProtocolFault[] {
  const path = [...above, ...issue.path.map((step) => (typeof step === "symbol" ? String(step) : step))];
  if (issue.code !== "invalid_union" || issue.errors.length === 0) {
    return [{ path, sentence: `${placeText(document, path)}: ${wrongWith(getAt(document, path), issue, path)}.` }];
  }
  // Of several ways to write something, the one whose fields are there is meant.
  const isThere = (inner: Issue): boolean =>
    inner.path.length > 0 && getAt(getAt(document, path), inner.path.map(String)) !== undefined;
  const meant = issue.errors.find((inner) => inner.every(isThere));
  if (meant !== undefined) return meant.flatMap((inner) => faultsOfIssue(document, inner, path));
  return [{ path, sentence: `${placeText(document, path)}: ${noneOf(document, issue.errors, path)}.` }];
}

function noneOf(document: unknown, forms: readonly (readonly Issue[])[], path: Path): string {
  const all = forms.flat();
  const values = all.flatMap((issue) => (issue.code === "invalid_value" ? issue.values : []));
  const areValues = all.every(({ code, path: inside }) => code === "invalid_value" && inside.length === 0);
  if (areValues) return notOneOf(getAt(document, path), values);
  const keys = forms.map((issues) => [
    ...new Set(issues.map((issue) => placeLabel([...path, ...issue.path.map(String)]))),
  ]);
  return `one of these is needed: ${keys.map((names) => names.join(" and ")).join("; ")}`;
}

const NEEDED: Readonly<Record<string, string>> = {
  number: "give a number",
  int: "give a whole number",
  string: "give words",
  boolean: "give true or false",
  array: "give a list",
  object: "it needs parts of its own",
};

function wrongWith(value: unknown, issue: Issue, path: Path): string {
  if (value === undefined) return path.length === 0 ? "it is empty" : "it is missing";
  switch (issue.code) {
    case "invalid_type": {
      const needed = NEEDED[issue.expected] ?? `give ${issue.expected}`;
      return value === null ? needed : `${needed}, not ${shown(value)}`;
    }
    case "invalid_value":
      return notOneOf(value, issue.values);
    case "too_small":
      return tooSmall(issue);
    case "too_big":
      return tooBig(issue);
    case "invalid_format":
      return "begin with a small letter; then letters without accents, digits and hyphens, no more than 40";
    default:
      return issue.message;
  }
}

function tooSmall({ origin, minimum, inclusive }: Extract<Issue, { code: "too_small" }>): string {
  if (origin === "string") return minimum === 1 ? "this must not be empty" : `write at least ${minimum} letters`;
  if (origin === "array") return `choose or give at least ${minimum}`;
  return `must be ${inclusive === false ? "more than" : "at least"} ${minimum}`;
}

function tooBig({ origin, maximum, inclusive }: Extract<Issue, { code: "too_big" }>): string {
  if (origin === "string") return `write at most ${maximum} letters`;
  if (origin === "array") return `no more than ${maximum} are possible`;
  return `must be ${inclusive === false ? "less than" : "at most"} ${maximum}`;
}

const notOneOf = (value: unknown, values: readonly unknown[]): string =>
  value === undefined ? "it is missing" : `${shown(value)} is not one of ${values.map(String).join(", ")}`;

const SHOWN_MAX = 40;
const shown = (value: unknown): string => {
  if (value === null) return "nothing";
  return typeof value === "object" ? "a list or parts" : JSON.stringify(value).slice(0, SHOWN_MAX);
};

const LABELS: Readonly<Record<string, string>> = PLACE_LABELS;
const PARTS: Readonly<Record<string, string>> = PROTOCOL_PARTS;

/** Pure. What a place is called: "At minutes". A part of a list's item is called as its item's field. */
export function placeLabel(path: Path): string {
  for (let length = path.length; length > 0; length -= 1) {
    const label = LABELS[path.slice(0, length).map(wild).join(".")];
    if (label !== undefined) return label;
  }
  return PARTS[String(path[0])] ?? String(path[0] ?? "The document");
}
const wild = (step: string | number): string => (typeof step === "number" ? "*" : step);

/** `Checks, "pressure", At minutes, number 2`: enough to find it. */
function placeText(document: unknown, path: Path): string {
  const at = path.findIndex((step) => typeof step === "number");
  const last = path.at(-1);
  const item = at < 0 ? null : itemText(document, path.slice(0, at + 1));
  const words =
    at === path.length - 1
      ? [placeLabel(path), item]
      : [item, placeLabel(path), typeof last === "number" ? `number ${last + 1}` : null];
  const part = path.length > 1 ? PARTS[String(path[0])] : null;
  return [...new Set([part, ...words].filter((one) => one != null && one !== ""))].join(", ");
}

const NAME_MAX = 60;

function itemText(document: unknown, path: Path): string {
  const item = getAt(document, path);
  const metric = MetricId.safeParse(getAt(item, ["metric"]));
  if (metric.success) return limitName(metric.data, getAt(item, ["side"]) === "low" ? "low" : "high");
  const named = ["question", "id", "place"].map((key) => getAt(item, [key])).find((one) => typeof one === "string");
  return typeof named === "string" && named.trim() !== ""
    ? `"${named.slice(0, NAME_MAX)}"`
    : `number ${Number(path.at(-1)) + 1}`;
}

/** Pure. The value at a place of a document; undefined where there is none. */
export function getAt(document: unknown, path: Path): unknown {
  let value = document;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
  }
  return value;
}
