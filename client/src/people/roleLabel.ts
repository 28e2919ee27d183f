import type { Role } from "@watchroom/shared/wire";

const LABELS: Readonly<Record<Role, string>> = {
  nurse: "Nurse",
  physician: "Physician",
  trainer: "Trainer",
  administrator: "Administrator",
};

export const roleLabel = (role: Role): string => LABELS[role];
