import { useState } from "react";

/** Where the browser has no clipboard for pages (a network without TLS), a selection can still be copied. */
function copySelected(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  const isDone = document.execCommand("copy");
  area.remove();
  return isDone;
}

async function write(text: string): Promise<boolean> {
  if (!("clipboard" in navigator)) return copySelected(text);
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text); // Not allowed to this page: the old way may still be.
  }
}

/** Copies text. `said` is what is to be shown about the last copy; "" before the first. */
export function useCopy() {
  const [said, setSaid] = useState("");
  const copy = async (what: string, text: string): Promise<void> => {
    const isDone = await write(text);
    setSaid(isDone ? `${what} copied.` : "The browser does not let this page copy. Select the text and press Ctrl+C.");
  };
  return { copy, said };
}
