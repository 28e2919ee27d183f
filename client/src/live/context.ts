import type { Me } from "@watchroom/shared/http";
import { assert } from "@watchroom/shared/result";
import type { CommandName, CommandReply, Payload } from "@watchroom/shared/wire";
import { createContext, useContext } from "react";
import type { LiveStore } from "./store.ts";

/** Sends a command. Never rejects: a line that fails is an answer too, with a sentence saying what to do. */
export type Send = <Name extends CommandName>(name: Name, payload: Payload<Name>) => Promise<CommandReply>;

/** What every page below the sign-in may reach. */
type LiveParts = { readonly store: LiveStore; readonly send: Send; readonly me: Me };

export const LiveContext = createContext<LiveParts | null>(null);

export function useLiveParts(): LiveParts {
  const parts = useContext(LiveContext);
  assert(parts !== null, "live values are used below the sign-in only");
  return parts;
}
