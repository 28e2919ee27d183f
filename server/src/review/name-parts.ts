type NameParts = { readonly first: string | null; readonly middle: string | null; readonly last: string };

const TITLE = /^(?:dr|prof|mr|mrs|ms|mx|nurse|sister)\.?\s+/i;
/** Letters of a profession after a comma: "RN", "MD", "PMHNP-BC", "PhD". */
const LETTERS = /^(?:[A-Z]{2,}(?:-[A-Z]+)*|[A-Z](?:\.[A-Z])+\.?|PhD|PharmD|PsyD|DNP)$/;

/**
 * A name as a form with three boxes asks for it. "Okafor, Samuel" is turned; titles and letters of a profession are no
 * part of it. A single word is the last name.
 */
export function namePartsOf(name: string): NameParts {
  const [head = "", ...rest] = name
    .trim()
    .replace(TITLE, "")
    .split(/\s*,\s*/);
  const given = rest.filter((part) => part !== "" && !part.split(/\s+/).every((word) => LETTERS.test(word)));
  if (given.length > 0) {
    const [first = null, ...middle] = given.join(" ").split(/\s+/);
    return { first, middle: textOrNull(middle), last: head };
  }
  const words = head.split(/\s+/);
  while (words.length > 1 && LETTERS.test(words.at(-1) ?? "") && words.length > 2) words.pop();
  if (words.length === 1) return { first: null, middle: null, last: head };
  return { first: words[0] ?? null, middle: textOrNull(words.slice(1, -1)), last: words.at(-1) ?? "" };
}

const textOrNull = (words: readonly string[]): string | null => (words.length === 0 ? null : words.join(" "));
