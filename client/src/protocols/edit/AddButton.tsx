import type { Path } from "@watchroom/shared/protocol-faults";
import { useEditing } from "./context.ts";
import { type Draft, listAt } from "./draft.ts";
import { goToAfter } from "./goTo.ts";

type Props = { readonly path: Path; readonly label: string; readonly add: (draft: Draft) => Draft };

/** Adds an item to a list, and goes to it. */
export function AddButton({ path, label, add }: Props) {
  const { draft, change } = useEditing();
  const press = (): void => {
    change(add);
    goToAfter([...path, listAt(draft, path).length]);
  };
  return (
    <div className="row">
      <button type="button" className="button" onClick={press}>
        {label}
      </button>
    </div>
  );
}
