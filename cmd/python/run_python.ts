/**
 * Runs a script of ours by the host's `python3`, the only program beside itself
 * that this one ever starts. Arguments in, how it ended out; whatever is not
 * there or goes wrong is a sentence, never an exception.
 */
import type { Context } from "../context.ts";

const PROGRAM = "python3";
/** Names another one: that of a virtual environment, say. */
const VARIABLE = "STOR_VERIFY_PYTHON";
const NAME = /^python(3(\.\d+)?)?$/;

export interface PythonRun extends Pick<Context, "env"> {
  /** Beside its caller, also inside the binary. */
  readonly script: URL;
  readonly args: readonly string[];
  /** A library that hangs at its import must not hold a run. */
  readonly timeoutMs: number;
  /** Variables of the environment beside those of this process. */
  readonly extra?: Readonly<Record<string, string>>;
}

export type PythonEnd =
  /** It is not on this host; the reason is a sentence. */
  | { readonly state: "absent"; readonly reason: string }
  /** It could not be started, or did not end by itself. */
  | { readonly state: "failed"; readonly reason: string }
  | {
    readonly state: "ended";
    readonly stdout: string;
    /** `it ended with code 1 and said "..."`, where it gave no answer. */
    readonly told: string;
  };

/** Never rejects for what Python does. */
export async function runPython(run: PythonRun): Promise<PythonEnd> {
  const { env, extra, timeoutMs } = run;
  const named = env(VARIABLE);
  if (named !== undefined && !NAME.test(named.split("/").at(-1) ?? "")) {
    return {
      state: "absent",
      reason: `${VARIABLE} is ${JSON.stringify(named)}, and should be the ` +
        `path of a ${PROGRAM}`,
    };
  }
  const path = env("PATH");
  const script = await Deno.readTextFile(run.script);
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const ended = await new Deno.Command(named ?? PROGRAM, {
      args: ["-B", "-c", script, ...run.args],
      env: {
        // A module of the folder that somebody stands in is none of the host.
        PYTHONSAFEPATH: "1",
        ...extra,
        ...(path === undefined ? {} : { PATH: path }),
      },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      signal: limit,
    }).output();
    if (limit.aborted) {
      return failed(`it did not end in ${timeoutMs / 1000} s`);
    }
    return {
      state: "ended",
      stdout: new TextDecoder().decode(ended.stdout),
      told: told(ended),
    };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      const reason = named === undefined
        ? `This host has no ${PROGRAM}`
        : `This host has no "${named}", which ${VARIABLE} names`;
      return { state: "absent", reason };
    }
    if (!(error instanceof Error)) throw error;
    return failed(error.message);
  }
}

function failed(reason: string): PythonEnd {
  return { state: "failed", reason };
}

function told(ended: Deno.CommandOutput): string {
  const last = new TextDecoder().decode(ended.stderr).trim().split("\n").at(-1);
  return `it ended with ${ended.signal ?? `code ${ended.code}`} and ` +
    (last ? `said ${JSON.stringify(last)}` : "said nothing");
}
