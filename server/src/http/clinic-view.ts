import type { ClinicView } from "@watchroom/shared/wire";
import type { Directory } from "../auth/directory.ts";

/** The clinic as everybody may see it. */
export function clinicOf(directory: Directory): ClinicView {
  const clinic = directory.clinic();
  return { name: clinic?.name ?? "Watchroom", simulated: clinic?.simulated ?? false };
}
