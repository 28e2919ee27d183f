import { z } from "zod";

export const YesNo = z.enum(["yes", "no"]);
export type YesNo = z.infer<typeof YesNo>;

const PRE_CHECK_GROUPS = ["contraindication", "medicine", "preparation"] as const;
const PreCheckGroup = z.enum(PRE_CHECK_GROUPS);
type PreCheckGroup = z.infer<typeof PreCheckGroup>;

export const PRE_CHECK_LABELS: Readonly<Record<PreCheckGroup, string>> = {
  contraindication: "Must not be present",
  medicine: "Taken today or lately",
  preparation: "Ready to begin",
};

/** One question before the first dose. `id` is kept with the answer, so a protocol's next version keeps it too. */
export const PreCheckItem = z.object({
  id: z.string().regex(/^[a-z][a-zA-Z0-9-]{0,39}$/),
  group: PreCheckGroup,
  question: z.string().trim().min(3).max(120),
  /** The answer with which dosing may begin without a physician's decision. */
  expected: YesNo,
  source: z.string().trim().min(1),
});
export type PreCheckItem = z.infer<typeof PreCheckItem>;

/** A physician's decision to go on against a rule of the protocol. */
const Decision = z.object({ physician: z.string(), reason: z.string(), by: z.string(), at: z.number() });

export const PreCheckAnswer = z.object({
  item: z.string(),
  answer: YesNo,
  at: z.number(),
  by: z.string(),
  /** The earlier session whose answer this person confirmed; null: asked anew. */
  confirmedFrom: z.string().nullable(),
});
export type PreCheckAnswer = z.infer<typeof PreCheckAnswer>;

export const PreCheckView = z.object({
  items: z.array(PreCheckItem),
  answers: z.array(PreCheckAnswer),
  /** One for all answers that are not as expected; answers changed after it ask again. */
  decision: Decision.nullable(),
});
export type PreCheckView = z.infer<typeof PreCheckView>;

/** Pure. What keeps the first dose waiting: questions without an answer, and answers that ask for a physician. */
export function openPreCheck({ items, answers, decision }: PreCheckView): {
  readonly unanswered: readonly PreCheckItem[];
  readonly undecided: readonly PreCheckItem[];
} {
  const answerOf = (item: PreCheckItem) => answers.find((answer) => answer.item === item.id);
  const unanswered = items.filter((item) => answerOf(item) === undefined);
  const undecided = items.filter((item) => {
    const given = answerOf(item);
    if (given === undefined || given.answer === item.expected) return false;
    return decision === null || decision.at < given.at;
  });
  return { unanswered, undecided };
}
