/**
 * Runs the steps of one target in order. A step that fails ends the target:
 * what follows was planned for a state that the storage does not have.
 */
import type { LoaderTarget } from "../workloads/loader/mod.ts";
import { isWorldError } from "../workloads/mod.ts";
import type {
  LanedStep,
  PlannedBlockStep,
  PlannedLoad,
  PlannedLoaderStep,
  PlannedObjectStep,
  PlannedStep,
  PlannedTarget,
} from "../plan/mod.ts";
import { aloneBody, type AloneStep } from "./alone_step.ts";
import { blockLoad, type LoadSpace, objectLoad } from "./load_space.ts";
import {
  makeKeeper,
  makeLoaderTarget,
  makeObjectKeeper,
} from "./make_keepers.ts";
import type { ObjectKeeper } from "./object_keeper.ts";
import type { RunPlanOptions, StepNotRun } from "./run_ports.ts";
import { runLoaderStep } from "./run_loader_step.ts";
import { runStep, type StepRunEnd } from "./run_step.ts";
import type { SpaceKeeper } from "./space_keeper.ts";
import { unlessHard } from "./unless_hard.ts";

/** How the steps of one target ended. */
export interface TargetEnd {
  readonly failures: readonly string[];
  readonly notRun: readonly StepNotRun[];
  readonly isAbandoned: boolean;
  /** What closing failed with: the steps are recorded by then. */
  readonly unclosed: readonly Error[];
}

/** Rejects only with mistakes of this program; the space is closed then too. */
export async function runTarget(
  target: PlannedTarget,
  options: RunPlanOptions,
): Promise<TargetEnd> {
  const run = new TargetRun(target, options);
  try {
    for (const step of target.steps) await run.step(step);
  } finally {
    await run.close();
  }
  return run;
}

/** How the space of a step is opened, and let go of while lanes hang. */
interface LoadWay {
  open(): Promise<LoadSpace>;
  abandon(): void;
}

class TargetRun implements TargetEnd {
  readonly failures: string[] = [];
  readonly notRun: StepNotRun[] = [];
  readonly unclosed: Error[] = [];
  isAbandoned = false;
  readonly #target: PlannedTarget;
  readonly #options: RunPlanOptions;
  readonly #keeper: SpaceKeeper | null;
  readonly #objects: ObjectKeeper | null;
  readonly #samples: LoaderTarget | null;
  readonly #hardSignal: AbortSignal;

  constructor(target: PlannedTarget, options: RunPlanOptions) {
    this.#target = target;
    this.#options = options;
    this.#hardSignal = options.hardSignal ?? new AbortController().signal;
    const face = options.targets.get(target.name);
    this.#keeper = face ? makeKeeper(target, face, options) : null;
    const store = options.stores?.get(target.name);
    this.#objects = store ? makeObjectKeeper(target, store, options) : null;
    this.#samples = makeLoaderTarget(target, options);
  }

  async step(step: PlannedStep): Promise<void> {
    if (this.#options.signal.aborted || this.#hardSignal.aborted) {
      this.#skip(step, "The run was stopped before");
    } else if (this.failures.length > 0) {
      this.#skip(step, "A step before it failed");
    } else if (step.kind === "block") {
      await this.#block(step);
    } else if (step.kind === "object") {
      await this.#object(step);
    } else if (
      step.kind === "consistency" || step.kind === "pipeline" ||
      step.kind === "table"
    ) {
      await this.#alone(step);
    } else if (step.kind === "loader") {
      await this.#loader(step);
    } else if (this.#options.runCases) {
      await this.#options.runCases({
        target: this.#target.name,
        step,
        emit: (sample) => this.#options.emit(sample),
        signal: this.#options.signal,
      });
    } else {
      this.#skip(step, "Cases cannot be run by this command");
    }
  }

  /** Closing may wait for hung storage: the second Ctrl-C leaves it behind. */
  async close(): Promise<void> {
    const closing = this.#closeAll();
    if (await unlessHard(this.#hardSignal, closing) === null) {
      this.isAbandoned = true;
    }
  }

  async #closeAll(): Promise<true> {
    const note = (error: unknown) => {
      if (!isWorldError(error)) throw error;
      this.unclosed.push(error);
    };
    try {
      this.#objects?.close();
      this.#samples?.close();
    } catch (error) {
      note(error);
    }
    await this.#keeper?.close().catch(note);
    return true;
  }

  #skip(step: PlannedStep, reason: string): void {
    this.notRun.push({ target: this.#target.name, step: step.name, reason });
  }

  async #block(step: PlannedBlockStep): Promise<void> {
    const keeper = this.#keeper;
    if (keeper === null) {
      return this.#skip(step, "The target has no offsets to load");
    }
    if (keeper.wouldForget(step.dsync)) {
      this.#fail(
        step,
        `Cannot reopen "${this.#target.url}" for step "${step.name}" with ` +
          "another sync policy: the oracle is in memory and would be " +
          "forgotten; give the run an oracle file",
      );
      return;
    }
    await this.#load(step, {
      open: async () => blockLoad(await keeper.open(step.dsync), step),
      abandon: () => keeper.abandon(),
    });
  }

  async #object(step: PlannedObjectStep): Promise<void> {
    const keeper = this.#objects;
    if (keeper === null) {
      return this.#skip(step, "The target takes no load of keys");
    }
    await this.#load(step, {
      open: async () => objectLoad(await keeper.open(), step),
      abandon: () => keeper.abandon(),
    });
  }

  async #loader(step: PlannedLoaderStep): Promise<void> {
    const keeper = this.#samples;
    if (keeper === null) {
      return this.#skip(step, "Training data cannot be loaded by this command");
    }
    let isStarted = false;
    try {
      const end = await runLoaderStep({
        target: this.#target,
        ...{ step, keeper },
        options: this.#options,
        hardSignal: this.#hardSignal,
        onStarted: () => isStarted = true,
      });
      this.#note(end);
    } catch (error) {
      if (!isWorldError(error)) throw error;
      this.#fail(step, error.message, isStarted);
    }
  }

  #note({ ended, isAbandoned }: StepRunEnd): void {
    if (ended.failure !== undefined) this.failures.push(ended.failure);
    if (isAbandoned) this.isAbandoned = true;
  }

  /** A step without lanes, whose samples are its own. */
  async #alone(step: AloneStep): Promise<void> {
    const body = aloneBody(step, this.#options);
    if (typeof body === "string") return this.#skip(step, body);
    try {
      const ended = await unlessHard(
        this.#hardSignal,
        body({ target: this.#target, options: this.#options }),
      );
      if (ended === null) {
        this.isAbandoned = true;
        this.#skip(step, "The run was stopped while its requests waited");
      } else if (ended.failure !== undefined) {
        this.failures.push(ended.failure);
      }
    } catch (error) {
      if (!isWorldError(error)) throw error;
      this.failures.push(error.message);
      this.#skip(step, error.message);
    }
  }

  async #load(step: PlannedLoad, way: LoadWay): Promise<void> {
    let isStarted = false;
    try {
      const load = await unlessHard(this.#hardSignal, way.open());
      if (load === null) {
        this.isAbandoned = true;
        this.#skip(step, "The run was stopped while its files were opened");
        return;
      }
      const end = await runStep({
        target: this.#target.name,
        url: this.#target.url,
        load,
        options: this.#options,
        hardSignal: this.#hardSignal,
        onStarted: () => isStarted = true,
      });
      this.#note(end);
      if (end.isAbandoned) way.abandon();
    } catch (error) {
      if (!isWorldError(error)) throw error;
      this.#fail(step, error.message, isStarted);
    }
  }

  /** A failure outside the lanes still leaves a started and an ended step. */
  #fail(
    step: LanedStep,
    failure: string,
    isStarted = false,
  ): void {
    const options = this.#options;
    const named = { target: this.#target.name, step: step.name };
    const atNs = options.clock.nowNs();
    this.failures.push(failure);
    if (!isStarted) options.emit({ ...named, type: "step-started", atNs });
    options.emit({
      ...named,
      type: "step-ended",
      atNs,
      lanes: [],
      latency: [],
      space: null,
      outcome: "failed",
      failure,
      userNs: 0,
      systemNs: 0,
      residentBytesMax: options.usage().residentBytesMax,
    });
  }
}
