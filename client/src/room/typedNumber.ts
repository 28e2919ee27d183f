/** Pure. A number as people type it, with comma or point. Null: nothing was typed; NaN: it is not a number. */
export const typedNumber = (text: string): number | null =>
  text.trim() === "" ? null : Number(text.trim().replace(",", "."));
