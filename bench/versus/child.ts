/**
 * Runs another program to its end and tells what it used. Command in; output,
 * wall time and processor time out. A program that fails ends the benchmark.
 */

export interface ChildEnded {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
  readonly elapsedNs: number;
  /** User and system time with all its threads, in steps of a millisecond. */
  readonly cpuNs: number;
}

export interface ChildOptions {
  readonly cwd?: string;
  /** Exit codes that are results too; 0 when absent. */
  readonly allow?: readonly number[];
}

/** Bash reports what its child used: the only wait4() without extra tools. */
const TIMED = `TIMEFORMAT='@used %3U %3S'; time "$0" "$@"`;

/** Runs the command; throws with its last words on another exit code. */
export async function runChild(
  command: readonly string[],
  options: ChildOptions = {},
): Promise<ChildEnded> {
  const startMs = performance.now();
  const { code, stdout, stderr } = await new Deno.Command("bash", {
    args: ["-c", TIMED, ...command],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    stdin: "null",
  }).output();
  const elapsedNs = (performance.now() - startMs) * 1e6;
  const text = new TextDecoder();
  const said = text.decode(stderr);
  const used = /@used ([\d.]+) ([\d.]+)\n?$/.exec(said);
  const ended = {
    stdout: text.decode(stdout),
    stderr: said.replace(/@used .*\n?$/, ""),
    code,
    elapsedNs,
    cpuNs: used ? (Number(used[1]) + Number(used[2])) * 1e9 : 0,
  };
  if (!(options.allow ?? [0]).includes(code)) {
    const last = (ended.stderr + ended.stdout).trim().split("\n").slice(-12);
    throw new Error(
      `Cannot measure with "${command.join(" ")}": it ended with code ` +
        `${code} and said:\n${last.join("\n")}`,
    );
  }
  return ended;
}
