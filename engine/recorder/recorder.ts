/**
 * Makes a recording from samples. Nothing is judged here, and nothing is lost:
 * what is not kept (findings beyond a limit) is counted.
 *
 * Design: samples come in the order in which they happened, one step at a time
 * per target. Histograms arrive cumulative, so that a lost poll costs an
 * interval row and never an operation.
 */
import type { Plan } from "../plan/mod.ts";
import type {
  CaseEnded,
  ConsistencyEnded,
  PipelineEnded,
  Sample,
  StepNotRun,
  TableEnded,
} from "../workers/mod.ts";
import type {
  IntervalRecording,
  LoaderRecording,
  MachineFacts,
  Recording,
} from "./recording.ts";
import { recordLoader } from "./record_loader.ts";
import { StepRecorder } from "./step_recorder.ts";

/** What is known before the first sample. */
export interface RecorderOptions {
  readonly plan: Plan;
  /** Name and version of this program. */
  readonly tool: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly machine: MachineFacts;
  readonly faultsArmed: readonly string[];
  /** Flags that later commands about the run need, word by word. */
  readonly repeat?: readonly string[];
  /** Flags that the run was asked for with, but for targets and seed. */
  readonly rerun?: readonly string[];
}

/** What is known after the last sample. */
export interface RecordingEnd {
  /** ISO 8601. */
  readonly endedAt: string;
  readonly interrupted: boolean;
  readonly notRun: readonly StepNotRun[];
}

/** Takes every sample of one run, then makes its recording. */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #steps = new Map<string, StepRecorder>();
  readonly #cases: CaseEnded[] = [];
  readonly #consistency: ConsistencyEnded[] = [];
  readonly #pipeline: PipelineEnded[] = [];
  readonly #table: TableEnded[] = [];
  readonly #loader: LoaderRecording[] = [];

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /**
   * The interval row that `sample` completes, for a display; `null` for all
   * other samples. Throws a `TypeError` for a sample of a step that has not
   * started or a target that is not planned.
   */
  observe(sample: Sample): IntervalRecording | null {
    switch (sample.type) {
      case "step-started":
        this.#start(sample);
        return null;
      case "step-progress":
        this.#step(sample).addProgress(sample);
        return null;
      case "step-interval":
        return this.#step(sample).addInterval(sample);
      case "step-findings":
        this.#step(sample).addFindings(sample.findings, sample.keys);
        return null;
      case "step-ended":
        this.#step(sample).addEnd(sample);
        return null;
      case "consistency-progress":
      case "pipeline-progress":
      case "table-progress":
        return null;
      case "table-ended":
        this.#table.push(sample);
        return null;
      case "pipeline-ended":
        this.#pipeline.push(sample);
        return null;
      case "loader-ended":
        this.#loader.push(recordLoader(sample));
        return null;
      case "consistency-ended":
        this.#consistency.push(sample);
        return null;
      case "case-ended":
        this.#cases.push(sample);
        return null;
    }
  }

  /** May be called early for a partial recording, and again later. */
  finish(end: RecordingEnd): Recording {
    const { repeat = [], rerun } = this.#options;
    return {
      version: 1,
      tool: this.#options.tool,
      startedAt: this.#options.startedAt,
      endedAt: end.endedAt,
      plan: this.#options.plan,
      machine: this.#options.machine,
      faultsArmed: this.#options.faultsArmed,
      ...(repeat.length > 0 && { repeat }),
      ...(rerun !== undefined && { rerun }),
      interrupted: end.interrupted,
      steps: [...this.#steps.values()].map((step) =>
        step.finish(end.interrupted)
      ),
      cases: [...this.#cases],
      ...(this.#consistency.length > 0 && {
        consistency: [...this.#consistency],
      }),
      ...(this.#pipeline.length > 0 && { pipeline: [...this.#pipeline] }),
      ...(this.#table.length > 0 && { table: [...this.#table] }),
      ...(this.#loader.length > 0 && { loader: [...this.#loader] }),
      notRun: end.notRun,
    };
  }

  #start(sample: Sample & { type: "step-started" }): void {
    const target = this.#options.plan.targets.find(({ name }) =>
      name === sample.target
    );
    if (target === undefined) {
      throw new TypeError(
        `Cannot record step "${sample.step}": ` +
          `target "${sample.target}" is not in the plan`,
      );
    }
    this.#steps.set(keyOf(sample), new StepRecorder(target, sample));
  }

  #step(sample: { target: string; step: string }): StepRecorder {
    const step = this.#steps.get(keyOf(sample));
    if (step === undefined) {
      throw new TypeError(
        `Cannot record step "${sample.step}" of "${sample.target}": ` +
          "it has not started",
      );
    }
    return step;
  }
}

/** No name holds a line break. */
function keyOf(sample: { target: string; step: string }): string {
  return `${sample.target}\n${sample.step}`;
}
