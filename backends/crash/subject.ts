/**
 * A protocol that promises to survive a power cut, put to the test: its work is
 * logged, every state that a cut may leave is recovered and judged.
 */
import { CrashDisk, type DiskOmissions } from "./crash_disk.ts";
import type { DiskImage } from "./disk_log.ts";
import { sameBytes } from "./same_bytes.ts";
import { type CutState, cutStates } from "./power_cuts.ts";

/** One protocol. Notes are its own words. */
export interface CrashSubject {
  /** `file-put` */
  readonly id: string;
  /** What it promises, in a sentence that can be false. */
  readonly promise: string;
  /** What is left out of the disk's calls, for protocols broken on purpose. */
  readonly omits?: DiskOmissions;
  /** Works on an empty disk and notes what it begins and promises. */
  work(disk: CrashDisk, seed: number): Promise<void>;
  /** Recovers what a cut left; a sentence for what is wrong, or `null`. */
  judge(disk: CrashDisk, notes: readonly string[]): Promise<string | null>;
}

/** A state that a promise did not survive. */
export interface CrashViolation {
  readonly state: string;
  readonly lost: string;
  readonly sentence: string;
  /** Events of the log before the cut. */
  readonly events: number;
}

export interface CrashOutcome {
  readonly subject: string;
  readonly states: number;
  readonly violations: number;
  /** The one with the shortest log; `null` if none. */
  readonly shortest: CrashViolation | null;
}

export interface CrashOptions {
  /** Looks at no more states than that. */
  readonly statesMax: number;
  readonly signal?: AbortSignal;
  /**
   * Called now and then with the number of states judged so far, and waited
   * for: without a pause neither signals nor timers would be heard.
   */
  readonly onProgress?: (states: number) => Promise<void> | void;
}

/** What a search goes by. */
export interface JudgeOptions extends CrashOptions {
  readonly subject: string;
  /** A sentence for what is wrong, or `null`. */
  readonly judge: (state: CutState) => Promise<string | null>;
}

/** Judges states as they come, the shortest log first. */
export async function judgeCuts(
  found: Iterable<CutState>,
  options: JudgeOptions,
): Promise<CrashOutcome> {
  let states = 0;
  let violations = 0;
  let shortest: CrashViolation | null = null;
  for (const state of found) {
    if (states === options.statesMax || options.signal?.aborted) break;
    states += 1;
    const sentence = await options.judge(state);
    if (states % 100 === 0) await options.onProgress?.(states);
    if (sentence === null) continue;
    violations += 1;
    // Cuts come in the order of the log, so the first is the shortest.
    shortest ??= {
      state: state.name,
      lost: state.lost,
      sentence,
      events: state.events,
    };
  }
  return { subject: options.subject, states, violations, shortest };
}

/** Enumerates and judges; the same seed gives the same states. */
export async function enumerateCuts(
  subject: CrashSubject,
  options: CrashOptions & { readonly seed: number },
): Promise<CrashOutcome> {
  return await judgeCuts(cutStates(await workOf(subject, options.seed)), {
    ...options,
    subject: subject.id,
    judge: (state) => judgeState(subject, state),
  });
}

/** The log of a subject's work on an empty disk. */
export async function workOf(subject: CrashSubject, seed: number) {
  const disk = new CrashDisk(new Map(), subject.omits);
  const start = { image: disk.image(), inodes: disk.inodes() };
  await subject.work(disk, seed);
  return { start, log: disk.log, seed };
}

/** Judges one state, and that recovering it again changes nothing. */
export async function judgeState(
  subject: CrashSubject,
  state: CutState,
): Promise<string | null> {
  const once = new CrashDisk(state.image);
  const sentence = await subject.judge(once, state.notes);
  if (sentence !== null) return sentence;
  const after = once.image();
  const twice = new CrashDisk(after);
  const again = await subject.judge(twice, state.notes);
  if (again !== null) return `After a second recovery: ${again}`;
  return isSame(after, twice.image())
    ? null
    : "A second recovery changed what the first had left";
}

function isSame(a: DiskImage, b: DiskImage): boolean {
  return a.size === b.size && [...a].every(([path, node]) => {
    const other = b.get(path);
    if (node.kind === "folder") return other?.kind === "folder";
    return other?.kind === "file" && sameBytes(node.bytes, other.bytes);
  });
}
