/**
 * Runs a step that copies objects: makes them, copies each to every
 * destination, reads the copies again, and takes all of it away. Goes in: the
 * planned step and ports; comes out: its report.
 */
import type { Digests, StreamFace } from "../../../backends/mod.ts";
import { CourseBook } from "../mod.ts";
import { copyMany } from "./copy_many.ts";
import type { copyObject, CopyOutcome } from "./copy_object.ts";
import type { CopyPorts } from "./copy_ports.ts";
import { copySurely } from "./copy_surely.ts";
import { CopyTroubles } from "./copy_troubles.ts";
import { objectBytes } from "./object_bytes.ts";
import type { PipelineReport } from "./pipeline_report.ts";
import type { PlannedPipelineStep } from "./planned_pipeline.ts";

/** A place that copies come from or go to. */
export interface CopySite {
  readonly target: string;
  readonly face: StreamFace;
  delete(key: string): Promise<void>;
}

export interface RunCopiesOptions {
  readonly step: PlannedPipelineStep;
  readonly source: CopySite;
  /** At least one; the source may be among them. */
  readonly destinations: readonly CopySite[];
  readonly ports: CopyPorts;
  nowNs(): number;
  /** Puts stamped bytes at the source; resolves to their digests. */
  make(key: string, object: { index: number; sizeBytes: number }): Promise<
    Digests
  >;
  readonly signal: AbortSignal;
  /** Copies and bytes so far. */
  tell(copied: number, copiedBytes: number): void;
  /** Absent: nobody asks for copies one by one. */
  ended?(copy: EndedCopy): void;
}

/** A copy, or the reading of one, that has ended. */
export interface EndedCopy {
  readonly op: "copy" | "read-back";
  readonly key: string;
  /** 0 where it failed. */
  readonly bytes: number;
  readonly startNs: number;
  readonly endNs: number;
  /** With the first one. */
  readonly attempts: number;
  /** A word or a sentence; `null`: it went well. */
  readonly failure: string | null;
}

/** One object on its way to one place. */
interface Way {
  readonly from: string;
  readonly to: string;
  readonly site: CopySite;
  readonly digests: Digests;
}

type CopyEnds = Pick<Parameters<typeof copyObject>[1], "from" | "to">;

/** A copy under way, and how often something of it was tried again. */
interface CopyTally {
  readonly id: string;
  readonly tally: { retries: number };
}

/** Rejects only with what making the objects failed with. */
export async function runCopies(
  options: RunCopiesOptions,
): Promise<PipelineReport> {
  const run = new CopiesRun(options);
  try {
    await run.make();
    return await run.copy();
  } finally {
    await run.clear();
  }
}

class CopiesRun {
  readonly #options: RunCopiesOptions;
  readonly #ways = new Map<string, Way>();
  readonly #troubles = new CopyTroubles();
  readonly #latenciesNs: number[] = [];
  readonly #held = new Map<string, number>();
  readonly #made: (readonly [CopySite, string])[] = [];
  #course = new CourseBook(0);
  #peakBytes = 0;
  #copiedBytes = 0;
  #retries = 0;
  #readBack = 0;

  constructor(options: RunCopiesOptions) {
    this.#options = options;
  }

  async make(): Promise<void> {
    const { destinations, make, signal, source, step } = this.#options;
    for (let index = 0; index < step.objects && !signal.aborted; index++) {
      const from = `${step.keyPrefix}in/${index}`;
      this.#made.push([source, from]);
      const sizeBytes = objectBytes(step.sizes, step.seed, index);
      const digests = await make(from, { index, sizeBytes });
      destinations.forEach((site, number) => {
        const to = `${step.keyPrefix}out-${source.target}/${index}`;
        this.#ways.set(`${number}/${index}`, { from, to, site, digests });
        this.#made.push([site, to]);
      });
    }
  }

  async copy(): Promise<PipelineReport> {
    const { destinations, nowNs, signal, step, tell } = this.#options;
    const startNs = nowNs();
    this.#course = new CourseBook(startNs);
    await copyMany<void>({
      keys: asyncKeys(this.#ways),
      parallel: step.parallel,
      isOver: () => signal.aborted,
      copy: async (id) => {
        const way = this.#ways.get(id);
        if (way !== undefined) await this.#one(id, way);
      },
      ended: (result) => {
        this.#held.delete(result.key);
        this.#course.hold(nowNs(), this.#heldBytes());
        const key = this.#ways.get(result.key)?.to ?? result.key;
        if ("error" in result && !signal.aborted) {
          this.#troubles.add(key, result.error);
        }
        tell(this.#latenciesNs.length, this.#copiedBytes);
      },
    });
    const endNs = nowNs();
    return {
      to: destinations.map(({ target }) => target),
      copies: step.objects * destinations.length,
      copied: this.#latenciesNs.length,
      copiedBytes: this.#copiedBytes,
      durationNs: endNs - startNs,
      latenciesNs: this.#latenciesNs,
      course: this.#course.rows(endNs),
      digests: step.digests,
      memoryLimitBytes: step.memoryBytes,
      memoryPeakBytes: this.#peakBytes,
      retries: this.#retries,
      readBack: this.#readBack,
      isStopped: signal.aborted,
      findings: this.#troubles.findings,
      failed: this.#troubles.failed,
    };
  }

  /** What cannot be taken away is seen when the place is released. */
  async clear(): Promise<void> {
    for (const [site, key] of this.#made) {
      await site.delete(key).catch(() => {});
    }
  }

  async #one(id: string, way: Way): Promise<void> {
    const { nowNs, source, step } = this.#options;
    const startNs = nowNs();
    const outcome = await this.#told("copy", { id, way }, {
      from: { face: source.face, key: way.from },
      to: { face: way.site.face, key: way.to },
    });
    if (outcome.state === "differs") {
      this.#troubles.differs(way.to, outcome);
      return;
    }
    const endNs = nowNs();
    const { sizeBytes } = outcome.facts;
    this.#latenciesNs.push(endNs - startNs);
    this.#copiedBytes += sizeBytes;
    this.#course.note(endNs, {
      latencyNs: endNs - startNs,
      bytes: sizeBytes,
      retries: 0,
    });
    if (!step.readsBack) return;
    const back = await this.#told("read-back", { id, way }, {
      from: { face: way.site.face, key: way.to },
      to: null,
    });
    this.#readBack++;
    if (back.state === "differs") {
      this.#troubles.differs(way.to, { ...back, witness: "destination" });
    }
  }

  /** What a stop cut off is no copy, and none that failed. */
  async #told(
    op: EndedCopy["op"],
    { id, way }: { readonly id: string; readonly way: Way },
    ends: CopyEnds,
  ): Promise<CopyOutcome> {
    const { ended, nowNs, signal } = this.#options;
    const tally = { retries: 0 };
    if (ended === undefined) return await this.#move({ id, tally }, way, ends);
    const startNs = nowNs();
    const end = (bytes: number, failure: string | null) => {
      const attempts = 1 + tally.retries;
      const endNs = nowNs();
      ended({ op, key: way.to, bytes, startNs, endNs, attempts, failure });
    };
    try {
      const outcome = await this.#move({ id, tally }, way, ends);
      if (outcome.state === "differs") end(0, "differs");
      else end(outcome.facts.sizeBytes, null);
      return outcome;
    } catch (error) {
      if (!signal.aborted) end(0, failureWord(error));
      throw error;
    }
  }

  async #move(
    { id, tally }: CopyTally,
    { digests }: Way,
    ends: CopyEnds,
  ): Promise<CopyOutcome> {
    const { ports, signal, step } = this.#options;
    let last = 0;
    const outcome = await copySurely(ports, {
      ...ends,
      digests: step.digests,
      expected: digests,
      memoryBytes: Math.floor(step.memoryBytes / step.parallel),
      attemptsMax: step.attempts,
      endpoint: 0,
      seed: BigInt(`0x${step.seed}`),
      // The prefix is the run's own, and empty: nothing is replaced, and a
      // store that knows no conditions can be judged too.
      isNew: false,
      tellsParts: false,
      signal,
      watch: {
        begun() {},
        part() {},
        retried: () => this.#retry(tally, 1),
        counters: (counters) => {
          this.#hold(id, counters.memoryPeakBytes);
          this.#retry(tally, counters.retries - last);
          last = counters.retries;
        },
      },
    });
    if (outcome.state === "copied") this.#hold(id, outcome.memoryBytes);
    return outcome;
  }

  #retry(tally: CopyTally["tally"], count: number): void {
    this.#retries += count;
    tally.retries += count;
    this.#course.again(this.#options.nowNs(), count);
  }

  #hold(id: string, bytes: number): void {
    this.#held.set(id, Math.max(bytes, this.#held.get(id) ?? 0));
    const all = this.#heldBytes();
    this.#peakBytes = Math.max(this.#peakBytes, all);
    this.#course.hold(this.#options.nowNs(), all);
  }

  #heldBytes(): number {
    return [...this.#held.values()].reduce((sum, one) => sum + one, 0);
  }
}

/** The kind of a failure of storage, else its name. */
function failureWord(error: unknown): string {
  if (!(error instanceof Error)) return "failed";
  return "kind" in error ? String(error.kind) : error.name;
}

async function* asyncKeys(ways: ReadonlyMap<string, Way>) {
  for (const id of ways.keys()) yield await Promise.resolve(id);
}
