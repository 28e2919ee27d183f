import { BUILDS, prepare } from "../prepare.mjs";

/** `npm run build`: whatever is missing or older than its sources. */
export async function run() {
  await prepare(Object.keys(BUILDS));
  console.log("Built and up to date.");
}
