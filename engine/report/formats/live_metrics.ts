/**
 * A run that goes on, as OpenMetrics text: told of samples and of seconds, it
 * can be rendered at any time, as often as somebody scrapes it.
 */
import type { LaneOp } from "../../../backends/mod.ts";
import type { IntervalOp, IntervalRecording } from "../../recorder/mod.ts";
import { LOAD_OPS, type Sample } from "../../workers/mod.ts";
import { markedText } from "../fault_text.ts";
import {
  MetricFamily,
  type MetricFormat,
  renderMetrics,
} from "./metric_family.ts";

/** One second of one step. */
export interface LiveInterval {
  readonly target: string;
  readonly step: string;
  readonly interval: IntervalRecording;
}

/** Labels that every sample carries. */
export interface LiveRun {
  readonly run: string;
  readonly profile: string;
  /** Such a run must not pass for a clean one on any board. */
  readonly faultsArmed: readonly string[];
}

interface OpTotals {
  readonly labels: Readonly<Record<string, string>>;
  operations: number;
  errors: number;
  bytes: number;
  last: IntervalOp;
  lastSeconds: number;
}

const STATES = ["running", "done", "stopped", "failed"] as const;

/** Counters grow over the run; gauges are of the last second of each step. */
export class LiveMetrics {
  readonly #run: LiveRun;
  readonly #ops = new Map<string, OpTotals>();
  readonly #findings = new Map<string, number>();
  readonly #cases = new Map<string, number>();
  readonly #steps = new Map<string, (typeof STATES)[number]>();
  readonly #backlogs = new Map<string, number>();

  constructor(run: LiveRun) {
    this.#run = run;
  }

  sample(sample: Sample): void {
    switch (sample.type) {
      case "step-started":
        this.#steps.set(placeOf(sample), "running");
        break;
      case "step-ended":
        this.#steps.set(placeOf(sample), sample.outcome);
        break;
      case "step-findings":
        for (const { class: name } of sample.findings) {
          bump(this.#findings, name, 1);
        }
        break;
      case "case-ended":
        bump(this.#cases, sample.verdict, 1);
        break;
      case "consistency-ended":
      case "pipeline-ended":
      case "table-ended":
        bump(this.#findings, sample.type, sample.report.findings.length);
        break;
      default:
        break;
    }
  }

  interval({ target, step, interval }: LiveInterval): void {
    const seconds = (interval.endNs - interval.startNs) / 1e9;
    this.#backlogs.set(placeOf({ target, step }), interval.backlog);
    for (const op of LOAD_OPS) {
      const one = interval.ops[op];
      if (one !== undefined) this.#add({ target, step, op }, one, seconds);
    }
  }

  #add(
    { target, step, op }: { target: string; step: string; op: LaneOp },
    last: IntervalOp,
    seconds: number,
  ): void {
    const key = JSON.stringify([target, step, op]);
    const totals = this.#ops.get(key) ?? {
      labels: { ...this.#labels(), target, step, op },
      ...{ operations: 0, errors: 0, bytes: 0, last, lastSeconds: seconds },
    };
    totals.operations += last.count;
    totals.errors += last.errors;
    totals.bytes += last.bytes;
    totals.last = last;
    totals.lastSeconds = seconds;
    this.#ops.set(key, totals);
  }

  #labels(): Readonly<Record<string, string>> {
    return { run: this.#run.run, profile: this.#run.profile };
  }

  render(format?: MetricFormat): string {
    const info = new MetricFamily("run", {
      type: "info",
      help: markedText("What is being run", this.#run),
    }).add(1, {
      ...this.#labels(),
      faults_armed: this.#run.faultsArmed.join(" "),
    });
    return renderMetrics([
      info,
      ...this.#opFamilies(),
      this.#counted("findings", "Units found wrong", {
        label: "class",
        counts: this.#findings,
      }),
      this.#counted("cases_ended", "Cases, by verdict", {
        label: "verdict",
        counts: this.#cases,
      }),
      ...this.#stepFamilies(),
    ], format);
  }

  #opFamilies(): MetricFamily[] {
    const operations = counter("operations", "Operations done");
    const errors = counter("errors", "Operations that failed");
    const bytes = counter("bytes", "Bytes moved", "bytes");
    const rate = gauge("operations_per_second", "Over the last second");
    const throughput = gauge(
      "throughput_bytes_per_second",
      "Over the last second",
    );
    // Quantiles are of summaries alone: promtool refuses them in a gauge.
    const latency = new MetricFamily("interval_latency_seconds", {
      type: "summary",
      help: "Over the last second, felt latency",
      unit: "seconds",
    });
    for (const totals of this.#ops.values()) {
      const { labels, last, lastSeconds } = totals;
      operations.add(totals.operations, labels);
      errors.add(totals.errors, labels);
      bytes.add(totals.bytes, labels);
      if (lastSeconds > 0) {
        rate.add(last.count / lastSeconds, labels);
        throughput.add(last.bytes / lastSeconds, labels);
      }
      const quantiles = {
        "0.5": last.p50Ns,
        "0.99": last.p99Ns,
        "1": last.maxNs,
      };
      for (const [quantile, ns] of Object.entries(quantiles)) {
        if (ns !== null) latency.add(ns / 1e9, { ...labels, quantile });
      }
    }
    return [operations, errors, bytes, rate, throughput, latency];
  }

  /** Zero is told too: a rule on findings needs something to look at. */
  #counted(
    name: string,
    help: string,
    { label, counts }: { label: string; counts: ReadonlyMap<string, number> },
  ): MetricFamily {
    const family = counter(name, help);
    const labels = this.#labels();
    for (const [value, count] of counts) {
      family.add(count, { ...labels, [label]: value });
    }
    return counts.size > 0 ? family : family.add(0, { ...labels, [label]: "" });
  }

  #stepFamilies(): MetricFamily[] {
    const states = gauge("step_state", "1 for the state that a step is in");
    for (const [place, state] of this.#steps) {
      for (const one of STATES) {
        const labels = { ...this.#labels(), ...namesIn(place), state: one };
        states.add(one === state ? 1 : 0, labels);
      }
    }
    const backlog = gauge("backlog", "Operations due and not started");
    for (const [place, count] of this.#backlogs) {
      backlog.add(count, { ...this.#labels(), ...namesIn(place) });
    }
    return [states, backlog];
  }
}

function counter(name: string, help: string, unit?: string): MetricFamily {
  const units = unit === undefined ? {} : { unit };
  return new MetricFamily(name, { type: "counter", help, ...units });
}

function gauge(name: string, help: string): MetricFamily {
  return new MetricFamily(name, { type: "gauge", help });
}

function bump(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function placeOf({ target, step }: { target: string; step: string }): string {
  return JSON.stringify({ target, step });
}

function namesIn(place: string): Readonly<Record<string, string>> {
  return JSON.parse(place);
}
