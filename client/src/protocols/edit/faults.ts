import { Protocol, type ProtocolFault, placedFaultsOf } from "@watchroom/shared/protocol";
import { PLACE_LABELS, PROTOCOL_PARTS } from "@watchroom/shared/protocol-words";
import { getAt, type Path } from "./draft.ts";

/** The draft as a protocol, or null with a sentence for everything that is wrong with it. */
type Judged = { readonly protocol: Protocol | null; readonly faults: readonly ProtocolFault[] };

/** Pure. Judges by the same schema and the same rules as the server. */
export function judge(draft: unknown): Judged {
  const parsed = Protocol.safeParse(draft);
  if (!parsed.success) {
    return { protocol: null, faults: parsed.error.issues.map((issue) => faultOf(draft, issue, [])) };
  }
  const faults = placedFaultsOf(parsed.data);
  return { protocol: faults.length === 0 ? parsed.data : null, faults };
}

/** What we read of an issue of the schema. */
type Issue = {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly expected?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly inclusive?: unknown;
  readonly origin?: unknown;
  readonly errors?: readonly (readonly Issue[])[];
};

function faultOf(draft: unknown, issue: Issue, above: Path): ProtocolFault {
  const path = [...above, ...issue.path.map((step) => (typeof step === "symbol" ? String(step) : step))];
  const inner = (issue.errors ?? []).find((branch) => isMeant(draft, branch, path));
  if (inner?.[0] !== undefined && inner[0].path.length > 0) return faultOf(draft, inner[0], path);
  return { path, sentence: `${placeText(draft, path)}: ${whatIsWrong(issue)}` };
}

/** Of several ways to write something, the one whose fields are there. */
const isMeant = (draft: unknown, branch: readonly Issue[], above: Path): boolean =>
  branch.every(({ path }) => path.length > 0 && getAt(getAt(draft, above), path.map(String)) !== undefined);

function whatIsWrong({ code, expected, minimum, maximum, inclusive, origin, path }: Issue): string {
  if (code === "too_small" && origin === "string") {
    return Number(minimum) <= 1 ? "this must not be empty." : `write at least ${Number(minimum)} letters.`;
  }
  if (code === "too_big" && origin === "string") return `write at most ${Number(maximum)} letters.`;
  if (code === "too_small" && origin === "array") return `choose or give at least ${Number(minimum)}.`;
  if (code === "too_big" && origin === "array") return `no more than ${Number(maximum)} are possible.`;
  if (code === "too_small") return `must be ${inclusive === false ? "more than" : "at least"} ${Number(minimum)}.`;
  if (code === "too_big") return `must be ${inclusive === false ? "less than" : "at most"} ${Number(maximum)}.`;
  if (code === "invalid_format") return "begin with a small letter; then letters, digits and hyphens, no more than 40.";
  if (code === "invalid_type" && expected === "int") return "give a whole number.";
  if (code === "invalid_type" && expected === "number") return "give a number.";
  if (code === "invalid_type" && expected === "string") return "this must not be empty.";
  const last = path.at(-1);
  return typeof last === "string" ? "choose one of what is possible." : "this cannot be read.";
}

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

/** "Checks, pressure, At minutes": enough to find it. */
function placeText(draft: unknown, path: Path): string {
  const part = PARTS[String(path[0])];
  const at = path.findIndex((step) => typeof step === "number");
  const item = at < 0 ? null : itemText(draft, path.slice(0, at + 1));
  const words = [part, item, placeLabel(path)].filter((one) => one != null && one !== "");
  return [...new Set(words)].join(", ");
}

function itemText(draft: unknown, path: Path): string {
  const item = getAt(draft, path);
  const named = ["question", "id", "place"].map((key) => getAt(item, [key])).find((one) => typeof one === "string");
  const metric = getAt(item, ["metric"]);
  if (typeof metric === "string") return `${metric} ${String(getAt(item, ["side"]))}`;
  return typeof named === "string" && named.trim() !== "" ? `"${named}"` : `number ${Number(path.at(-1)) + 1}`;
}

/** Whether a fault belongs to this place itself. */
const isAt = (fault: ProtocolFault, path: Path): boolean =>
  fault.path.length === path.length && path.every((step, index) => fault.path[index] === step);

/** Whether it belongs to this place or to something in it. */
const isWithin = (fault: ProtocolFault, path: Path): boolean =>
  fault.path.length >= path.length && path.every((step, index) => fault.path[index] === step);

/** Pure. The sentences that stand beside a place. `whole`: those of what is in it too. */
export const sentencesAt = (faults: readonly ProtocolFault[], path: Path, whole: boolean): string[] =>
  faults.filter((fault) => (whole ? isWithin(fault, path) : isAt(fault, path))).map(({ sentence }) => sentence);

/** The id of a place's field on the page. */
export const placeId = (path: Path): string => `protocol-${path.join("-")}`;
