/**
 * The writing end of a copy, from its opening until it is let go of. Goes in:
 * where it goes, and what is done with it; comes out: what that gives. What was
 * written and did not become an object is taken away, or kept for another
 * process to go on with; either that, or why it could not be, is told.
 */
import type { SinkPlan, StreamSink } from "../../../backends/mod.ts";
import { askAgain, type AskOptions, isPassing } from "./ask_again.ts";
import type {
  CopyEnd,
  CopyPorts,
  CopyWatch,
  ResumePoint,
} from "./copy_ports.ts";

export interface SinkOptions extends AskOptions {
  /** Parts are told, so that another process can go on. */
  readonly tellsParts: boolean;
  readonly watch: Pick<CopyWatch, "left" | "retried">;
}

/** `body` resolves to whether the object is there. */
export async function holdSink<T>(
  ports: Pick<CopyPorts, "sleepMs">,
  options: SinkOptions,
  { to, plan, body }: {
    readonly to: CopyEnd;
    readonly plan: SinkPlan;
    readonly body: (sink: StreamSink) => Promise<readonly [boolean, T]>;
  },
): Promise<T> {
  const sink = await askAgain(ports, options, () => to.face.openSink(plan));
  let keeps = false;
  try {
    const [isThere, outcome] = await body(sink);
    keeps = isThere;
    return outcome;
  } catch (error) {
    // A store that was away for longer than the retries is an interruption too.
    keeps = options.tellsParts && sink.resumeId !== null &&
      (options.signal.aborted || isPassing(error));
    if (keeps) options.watch.left?.(sink.resumeId ?? "", null);
    throw error;
  } finally {
    if (!keeps) await abandon(sink, options.watch);
    sink.close();
  }
}

/** Takes away what a process left behind and nobody can go on with. */
export async function dropLeftover(
  { face, key }: CopyEnd,
  { resumeId, chunkBytes }: ResumePoint,
  watch: Pick<CopyWatch, "left">,
): Promise<void> {
  // Of two parts: one that is put at once leaves nothing.
  const plan = { key, sizeBytes: 2 * chunkBytes, chunkBytes, isNew: false };
  try {
    const sink = await face.openSink({ ...plan, resumeId });
    try {
      await sink.abandon();
    } finally {
      sink.close();
    }
  } catch (error) {
    if (!isGone(error)) watch.left?.(resumeId, error);
  }
}

/** The failure that led here is the one to tell; this one is told beside it. */
async function abandon(
  sink: StreamSink,
  watch: Pick<CopyWatch, "left">,
): Promise<void> {
  try {
    await sink.abandon();
  } catch (error) {
    if (!isGone(error)) watch.left?.(sink.resumeId ?? "", error);
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && "kind" in error && error.kind === "NotFound";
}
