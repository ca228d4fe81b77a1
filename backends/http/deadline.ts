/** Bounds in time: whatever waits for a peer waits at most so long. */
import { HttpFailure, type HttpStep } from "./http_failure.ts";

export interface Deadline {
  readonly step: HttpStep;
  /** 0: no bound. */
  readonly limitMs: number;
  /** What did not come, as a clause: `no byte came from host:port`. */
  readonly missing: string;
  /** Ends what is waited for; called once when time is up. */
  readonly giveUp: () => void;
}

/** The outcome of `waiting`, or a failure with reason `timed-out`. */
export async function within<T>(
  deadline: Deadline,
  waiting: Promise<T>,
): Promise<T> {
  const { step, limitMs, missing, giveUp } = deadline;
  if (limitMs === 0) return await waiting;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new HttpFailure(`${missing} for ${limitMs} ms`, {
          step,
          reason: "timed-out",
        }),
      );
      giveUp();
    }, limitMs);
  });
  // Whoever loses is not waited for, and must not end the process.
  waiting.catch(() => {});
  try {
    return await Promise.race([waiting, late]);
  } finally {
    clearTimeout(timer);
  }
}
