/**
 * What a person sees while a run goes on: on a terminal, rows that scroll above
 * a live list of steps; in a pipe, the rows alone; with `--quiet`, nothing.
 */
import type { IntervalRecording, Plan, Sample } from "../../engine/mod.ts";
import { type Output, PipeClosed, WriteFailed } from "../context.ts";
import { renderFrame } from "./frame.ts";
import { LiveRegion } from "./live_region.ts";
import { advance, type Progress, startProgress } from "./progress.ts";
import type { Manners } from "./terminal.ts";

/** Told of everything; never fails, and never stops a run by itself. */
export interface RunDisplay {
  sample(sample: Sample): void;
  interval(row: IntervalRow): void;
  /** A line that stays. */
  say(line: string): void;
  /** Gives the terminal back as it was. May be called again. */
  end(): void;
}

/** One second of one step. */
export interface IntervalRow {
  readonly target: string;
  readonly step: string;
  readonly interval: IntervalRecording;
}

/** How rows become text: the report stage knows their columns. */
export interface RowTexts {
  /** Lines above the rows of one target. */
  header(target: string): readonly string[];
  /** `startNs` is when the step began. */
  row(row: IntervalRow & { readonly startNs: number }): string;
}

export interface DisplayOptions {
  readonly plan: Plan;
  readonly output: Output;
  readonly manners: Manners;
  readonly quiet: boolean;
  readonly rows: RowTexts;
  /** The reader of the output went away: there is nobody to show it to. */
  readonly onClosed: () => void;
}

/** Findings shown one by one as they come; the report has them all. */
const FINDINGS_SHOWN = 5;
/** More steps than that are shown in part. */
const REGION_ROWS = 12;

/** Chooses the display that the stream and the flags ask for. */
export function makeDisplay(options: DisplayOptions): RunDisplay {
  return options.quiet
    ? { sample() {}, interval() {}, say() {}, end() {} }
    : new StreamDisplay(options);
}

/** Whose finding it is. */
interface StepNames {
  readonly target: string;
  readonly step: string;
}

class StreamDisplay implements RunDisplay {
  readonly #options: DisplayOptions;
  readonly #region: LiveRegion | null;
  /** One kind on one key once: a lost object would fill all the room. */
  readonly #told = new Set<string>();
  #progress: Progress;
  #shown = 0;
  #headed = "";
  #isClosed = false;

  constructor(options: DisplayOptions) {
    this.#options = options;
    this.#progress = startProgress(options.plan);
    this.#region = options.manners.live ? new LiveRegion(options.output) : null;
  }

  sample(sample: Sample): void {
    this.#progress = advance(this.#progress, sample);
    this.#tell(sample);
    if (sample.type === "case-ended") {
      this.say(`${sample.verdict.padEnd(11)}  ${sample.id}  ${sample.reason}`);
    }
    this.#draw();
  }

  /** Findings, and how far clients are that have no rows. */
  #tell(sample: Sample): void {
    if (sample.type === "step-findings") {
      for (
        const [at, { class: kind, offsetBytes }] of sample.findings.entries()
      ) {
        const key = sample.keys?.[at];
        const place = `at offset ${offsetBytes}`;
        if (key === undefined) this.#finding(sample, `${kind} ${place}`);
        else if (this.#isNew(sample, `${kind} ${key}`)) {
          this.#finding(sample, `${kind} ${place} of ${key}`);
        }
      }
    }
    if (sample.type === "consistency-progress" && this.#region === null) {
      const attempts = sample.attempts.toLocaleString("en-US");
      this.say(`${sample.target} ${sample.step}: ${attempts} attempts`);
    }
    if (sample.type === "pipeline-ended" || sample.type === "table-ended") {
      for (const { sentence } of sample.report.findings) {
        this.#finding(sample, sentence);
      }
    }
    if (sample.type === "consistency-ended") {
      for (const { name, key } of sample.report.findings) {
        this.#finding(sample, `${name} of ${key}`);
      }
    }
  }

  #isNew({ target, step }: StepNames, what: string): boolean {
    const before = this.#told.size;
    if (this.#shown < FINDINGS_SHOWN) {
      this.#told.add(`${target} ${step} ${what}`);
    }
    return this.#told.size > before;
  }

  #finding({ target, step }: StepNames, what: string): void {
    if (this.#shown >= FINDINGS_SHOWN) return;
    this.#shown++;
    this.say(`FINDING  ${target} ${step}: ${what}`);
  }

  interval(row: IntervalRow): void {
    const { rows } = this.#options;
    if (row.target !== this.#headed) {
      this.#headed = row.target;
      for (const line of rows.header(row.target)) this.say(line);
    }
    const step = this.#progress.steps.find(({ target, step }) =>
      target === row.target && step === row.step
    );
    const startNs = step?.startNs ?? row.interval.startNs;
    this.say(rows.row({ ...row, startNs }));
  }

  say(line: string): void {
    const text = `${line.trimEnd()}\n`;
    this.#guard(() => {
      if (this.#region === null) this.#options.output.write(text);
      else this.#region.print(text);
    });
  }

  end(): void {
    this.#guard(() => this.#region?.end());
  }

  #draw(): void {
    const { output, manners } = this.#options;
    this.#guard(() =>
      this.#region?.draw(renderFrame(this.#progress, {
        columns: output.columns(),
        rows: REGION_ROWS,
        color: manners.color,
      }))
    );
  }

  #guard(write: () => void): void {
    if (this.#isClosed) return;
    try {
      write();
    } catch (error) {
      const isFull = error instanceof WriteFailed;
      if (!isFull && !(error instanceof PipeClosed)) throw error;
      this.#isClosed = true;
      // A log without room must not cost the run: its report tells of it.
      if (!isFull) this.#options.onClosed();
    }
  }
}
