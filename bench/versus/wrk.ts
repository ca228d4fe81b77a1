/**
 * wrk as a yardstick for GET: one object again and again over one thread,
 * nothing looked at. It tells what the server can do.
 */
import { runChild } from "./child.ts";

export interface WrkWork {
  readonly url: string;
  readonly inFlight: number;
  readonly durationS: number;
}

/** Requests per second. */
export async function wrkRate(work: WrkWork): Promise<number> {
  const { stdout } = await runChild([
    "wrk",
    "-t1",
    `-c${work.inFlight}`,
    `-d${work.durationS}s`,
    work.url,
  ]);
  const rate = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]);
  if (rate > 0) return rate;
  throw new Error(`Cannot read what wrk said:\n${stdout}`);
}
