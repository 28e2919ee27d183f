import type { Protocol, ProtocolFault } from "@watchroom/shared/protocol";
import { getAt, type Path } from "@watchroom/shared/protocol-faults";
import { assert } from "@watchroom/shared/result";
import { createContext, useContext } from "react";
import type { Draft } from "./draft.ts";
import { placeId, sentencesAt } from "./faults.ts";
import { type FromPreset, presetAt } from "./preset.ts";

export type Editing = {
  readonly draft: Draft;
  readonly preset: Protocol;
  readonly faults: readonly ProtocolFault[];
  /** Puts another draft in its place; the change is made on the newest one. */
  readonly change: (make: (draft: Draft) => Draft) => void;
};

export const EditingContext = createContext<Editing | null>(null);

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  assert(editing !== null, "a field of the editor stands in the editor");
  return editing;
}

export type Place = {
  readonly id: string;
  readonly value: unknown;
  readonly fromPreset: FromPreset;
  readonly sentences: readonly string[];
};

/** What a field needs to know of its place. `whole`: it stands for all that is in it, a list of numbers for one. */
export function usePlace(path: Path, whole = false): Place {
  const { draft, preset, faults } = useEditing();
  return {
    id: placeId(path),
    value: getAt(draft, path),
    fromPreset: presetAt(draft, preset, path),
    sentences: sentencesAt(faults, path, whole),
  };
}
