import { Trouble } from "./trouble.mjs";

/**
 * Runs one command with this process's arguments. What people can mend is one plain sentence; our own mistakes keep
 * their stack.
 * @param {Promise<{ run(args: string[]): Promise<number | undefined> }>} command resolves to the module of the command;
 *   a number that its `run` gives is the exit code.
 */
export async function open(command) {
  try {
    const { run } = await command;
    const code = await run(process.argv.slice(2));
    if (code !== undefined) process.exitCode = code;
  } catch (error) {
    console.error(error instanceof Trouble ? error.message : error);
    process.exit(1);
  }
}
