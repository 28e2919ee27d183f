import {
  COMMAND_NAMES,
  COMMANDS,
  type CommandFailure,
  type CommandName,
  type CommandReply,
  type CommandRequest,
} from "@watchroom/shared/wire";
import type { Actor } from "../journal/entry.ts";
import type { Log } from "../log.ts";
import type { Ward } from "../ward/ward.ts";

type CommandParts = {
  readonly command: Ward["command"];
  readonly log: Log;
  /** The alarm was taken by this command. */
  onTaken(episodeId: string): void;
};

const failed = (code: CommandFailure, message: string): CommandReply => ({ ok: false, code, message });

/**
 * The one place where a command is checked: name, role, payload, lock. The ward sees only good payloads from people who may.
 * Never rejects.
 */
export async function runCommand(
  request: unknown,
  by: Actor,
  locked: boolean,
  { command, log, onTaken }: CommandParts,
): Promise<CommandReply> {
  const named = askedFor(request);
  if (named === null) return failed("bad-payload", "This server does not know that command. Load the page again.");
  const { name } = named;
  const { roles, payload } = COMMANDS[name];
  if (!roles.includes(by.role)) return failed("not-allowed", `Your role (${by.role}) may not do this.`);
  const parsed = payload.safeParse(named.payload);
  if (!parsed.success) return failed("bad-payload", sentenceOf(parsed.error.issues));
  if (locked) return failed("locked", "This station is locked. Unlock it with your password first.");
  try {
    // Name and payload were checked against the same row, which the compiler cannot follow through the union.
    const asked = { name, payload: parsed.data } as CommandRequest;
    const reply = await command(asked, by);
    // What could not be kept was done all the same.
    const isDone = reply.ok || reply.code === "record-not-saved";
    if (isDone && asked.name === "acknowledge") onTaken(asked.payload.episodeId);
    return reply;
  } catch (error) {
    log.error("command-failed", { name, error: error instanceof Error ? error.message : "unknown" });
    return failed("internal", "The server failed on this. Try again, and look at the room.");
  }
}

function askedFor(request: unknown): { readonly name: CommandName; readonly payload: unknown } | null {
  if (typeof request !== "object" || request === null || !("name" in request)) return null;
  const name = COMMAND_NAMES.find((known) => known === request.name);
  return name === undefined ? null : { name, payload: "payload" in request ? request.payload : undefined };
}

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string };

function sentenceOf([issue]: readonly Issue[]): string {
  if (issue === undefined) return "Something in it is not right.";
  return issue.path.length === 0 ? issue.message : `${issue.path.join(".")}: ${issue.message}`;
}
