import type { z } from "zod";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What is wrong with a document that is no protocol yet, a sentence a fault: which part, then what. */
export const faultsOfDocument = (document: unknown, issues: readonly Issue[]): string[] => [
  ...new Set(issues.flatMap((issue) => sentencesOf(document, issue, []))),
];

/** `base`: where the issue's own path begins, since those inside a choice count from the choice. */
function sentencesOf(document: unknown, issue: Issue, base: Path): string[] {
  const path = [...base, ...issue.path];
  if (issue.code === "invalid_union" && issue.errors.length > 0) return sentencesOfChoice(document, issue.errors, path);
  return [`${partOf(document, path)}: ${wrongWith(document, issue, path)}.`];
}

/** Of several allowed forms, the one that was meant has none of its own parts missing. */
function sentencesOfChoice(document: unknown, forms: readonly (readonly Issue[])[], path: Path): string[] {
  const isMissing = (issue: Issue): boolean => valueAt(document, [...path, ...issue.path]) === undefined;
  const values = forms.flat().flatMap((issue) => (issue.code === "invalid_value" ? issue.values : []));
  const areValues = forms.flat().every(({ code, path: inside }) => code === "invalid_value" && inside.length === 0);
  if (areValues) return [`${partOf(document, path)}: ${notOneOf(valueAt(document, path), values)}.`];
  const meant = forms.find((issues) => !issues.some(isMissing));
  if (meant !== undefined) return meant.flatMap((issue) => sentencesOf(document, issue, path));
  const keys = forms.map((issues) => issues.map((issue) => wordsOf(issue.path.at(-1) ?? "")).join(" and "));
  return [`${partOf(document, path)}: one of these is needed: ${keys.join("; ")}.`];
}

const PARTS: Readonly<Record<string, string>> = {
  id: "Id",
  preCheck: "Pre-session check",
  hold: "Hold before the first dose",
  repeat: "Repeat after an abnormal pressure",
};
/** Lists in the document whose members a person knows by a name. */
const MEMBERS: readonly { readonly path: Path; readonly word: string; readonly name: string }[] = [
  { path: ["preCheck"], word: "Question", name: "question" },
  { path: ["checks"], word: "Check", name: "id" },
  { path: ["limits", "rows"], word: "Limit", name: "metric" },
  { path: ["standby", "places"], word: "Standby place", name: "place" },
];

/** `Check "bp", every min` or `Dosing, amounts mg 2`. */
function partOf(document: unknown, path: Path): string {
  const [first] = path;
  if (first === undefined) return "The document";
  const list = MEMBERS.find((one) => one.path.every((key, index) => key === path[index]));
  const index = list && path[list.path.length];
  if (list === undefined || typeof index !== "number") {
    const part = PARTS[String(first)] ?? capital(wordsOf(first));
    return [part, ...path.slice(1).map(wordsOf)].join(", ").replaceAll(/, (\d)/g, " $1");
  }
  const name = valueAt(document, [...list.path, index, list.name]);
  const member = typeof name === "string" && name !== "" ? `${list.word} "${name.slice(0, 60)}"` : null;
  const inside = path.slice(list.path.length + 1).map(wordsOf);
  return [member ?? `${list.word} ${index + 1}`, ...inside].join(", ").replaceAll(/, (\d)/g, " $1");
}

/** "systolicAbove" as words; a place in a list as people count. */
const wordsOf = (key: PropertyKey): string =>
  typeof key === "number" ? String(key + 1) : String(key).replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
const capital = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

const NEEDED: Readonly<Record<string, string>> = {
  number: "a number is needed",
  int: "a whole number is needed",
  string: "text is needed",
  boolean: "true or false is needed",
  array: "a list is needed",
  object: "it needs parts of its own",
};

function wrongWith(document: unknown, issue: Issue, path: Path): string {
  const value = valueAt(document, path);
  if (value === undefined) return path.length === 0 ? "it is empty" : "it is missing";
  switch (issue.code) {
    case "invalid_type":
      return `${NEEDED[issue.expected] ?? `${issue.expected} is needed`}, not ${shown(value)}`;
    case "invalid_value":
      return notOneOf(value, issue.values);
    case "too_small":
      return tooSmall(issue);
    case "too_big":
      return `at most ${issue.maximum}${unitOf(issue.origin)}`;
    case "invalid_format":
      return "letters without accents, digits and - only, beginning with a small letter";
    default:
      return issue.message;
  }
}

function tooSmall({ origin, minimum, inclusive }: Extract<Issue, { code: "too_small" }>): string {
  if (origin === "string" && minimum === 1) return "it is empty";
  return `${inclusive === false ? "more than" : "at least"} ${minimum}${unitOf(origin)}`;
}

const unitOf = (origin: string): string =>
  origin === "string" ? " characters" : origin === "array" ? " in the list" : "";

const notOneOf = (value: unknown, values: readonly unknown[]): string =>
  value === undefined ? "it is missing" : `${shown(value)} is not one of ${values.map(String).join(", ")}`;

const SHOWN_MAX = 40;
const shown = (value: unknown): string => {
  if (value === null) return "nothing";
  return typeof value === "object" ? "a list or parts" : JSON.stringify(value).slice(0, SHOWN_MAX);
};

function valueAt(document: unknown, path: Path): unknown {
  let value: unknown = document;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return value;
}
