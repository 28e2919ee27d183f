import { assert } from "@watchroom/shared/result";
import { createContext, useContext, useSyncExternalStore } from "react";
import type { Sound, SoundState } from "./sound.ts";

export const SoundContext = createContext<Sound | null>(null);

export function useSound(): Sound {
  const sound = useContext(SoundContext);
  assert(sound !== null, "main.tsx provides the sound");
  return sound;
}

export function useSoundState(): SoundState {
  const sound = useSound();
  return useSyncExternalStore(sound.subscribe, sound.get);
}
