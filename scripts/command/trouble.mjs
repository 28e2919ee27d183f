/** Something that a person can mend; its message says how. */
export class Trouble extends Error {
  name = "Trouble";
}
