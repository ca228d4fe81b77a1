/** Runs one command of the toolchain and returns what it said. */

export interface CommandResult {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
}

/** Never throws: a command that is not there is `ok: false`. */
export async function runCommand(
  command: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const [program = "", ...args] = command;
  try {
    const output = await new Deno.Command(program, {
      args,
      stdin: "null",
      ...options,
      // One language, so that what is parsed does not depend on the host.
      env: { LC_ALL: "C", ...options.env },
    }).output();
    const text = new TextDecoder();
    return {
      ok: output.success,
      stdout: text.decode(output.stdout),
      stderr: text.decode(output.stderr),
    };
  } catch (error) {
    return { ok: false, stdout: "", stderr: String(error) };
  }
}
