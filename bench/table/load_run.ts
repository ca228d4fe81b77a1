/**
 * One load of a table as a program of its own, with what its report says and
 * the memory that it held. A step of a profile in, numbers out.
 */
import type { Report } from "../../engine/mod.ts";

const LOOK_MS = 100;

export interface LoadRun {
  /** Keys of the step, as in a profile. */
  readonly step: Readonly<Record<string, string | number>>;
  /** Empty, or not there; everything below is removed. */
  readonly folder: string;
  /** As users have it: Deno alone, with its sources, takes 70 MB more. */
  readonly program: string;
}

/** What the program said, and what it held at most. */
export interface LoadEnd {
  readonly exit: number;
  readonly table: NonNullable<Report["table"]>[number];
  readonly residentMB: number;
  readonly seconds: number;
}

/** Throws where the program has no report to show. */
export async function runLoad(
  { folder, program, step }: LoadRun,
): Promise<LoadEnd> {
  await Deno.mkdir(`${folder}/place`, { recursive: true });
  const profile = `${folder}/profile.json`;
  const json = `${folder}/report.json`;
  const steps = [{ name: "load", load: "table", ...step }];
  await Deno.writeTextFile(profile, JSON.stringify({ name: "bench", steps }));
  const startMs = performance.now();
  const child = new Deno.Command(program, {
    args: [
      ...["run", "--quiet", "--profile", profile],
      ...["--target", `file://${folder}/place`],
      ...["--runs", `${folder}/runs`, "--json", json],
    ],
    stdout: "null",
    stderr: "inherit",
  }).spawn();
  let peakKB = 0;
  const timer = setInterval(() => {
    peakKB = Math.max(peakKB, peakOf(child.pid));
  }, LOOK_MS);
  const { code } = await child.status;
  clearInterval(timer);
  const report: Report = JSON.parse(await Deno.readTextFile(json));
  const [table] = report.table ?? [];
  if (table === undefined) throw new Error(`It ended with ${code}`);
  return {
    exit: code,
    table,
    residentMB: peakKB * 1024 / 1e6,
    seconds: (performance.now() - startMs) / 1e3,
  };
}

/** Of the process alone, as the system counted it; 0 once it is gone. */
function peakOf(pid: number): number {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}
