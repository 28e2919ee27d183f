import { useSyncExternalStore } from "react";

const THEME_KEY = "watchroom.theme";
type Theme = "dark" | "light";

const listeners = new Set<() => void>();
const current = (): Theme => (document.documentElement.dataset["theme"] === "light" ? "light" : "dark");

/** Dark unless this station chose light: rooms are dim. */
export function applyStoredTheme(): void {
  document.documentElement.dataset["theme"] = localStorage.getItem(THEME_KEY) === "light" ? "light" : "dark";
}

export function setTheme(theme: Theme): void {
  localStorage.setItem(THEME_KEY, theme);
  document.documentElement.dataset["theme"] = theme;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, current);
