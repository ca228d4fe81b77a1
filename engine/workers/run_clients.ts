/**
 * Runs one step in which clients fight over keys: opens their ways, keeps every
 * attempt as it ends, and tells how far they are once a second. Goes in: the
 * planned step and ports; comes out: one sample that closes it.
 */
import {
  type AttemptRecord,
  type HistoryHead,
  historyLine,
  runConsistency,
} from "../workloads/consistency/mod.ts";
import type { PlannedConsistencyStep, PlannedTarget } from "../plan/mod.ts";
import type { ToldOperation } from "./operation_sink.ts";
import type { ConsistencyPorts, RunPlanOptions } from "./run_ports.ts";
import type { ConsistencyEnded } from "./sample.ts";

const PROGRESS_MS = 1000;

/** A step about to run, with the target that it is of. */
export interface ClientsRun {
  readonly target: PlannedTarget;
  readonly step: PlannedConsistencyStep;
  readonly ports: ConsistencyPorts;
  readonly options: RunPlanOptions;
}

/** The closing sample, emitted already. Rejects with what a way failed with. */
export async function runClients(run: ClientsRun): Promise<ConsistencyEnded> {
  const { target, step, ports, options } = run;
  const named = { target: target.name, step: step.name };
  const endpoints = ports.endpoints(target.name);
  const startNs = options.clock.nowNs();
  let zeroNs: number | null = null;
  const history = ports.history(target.name, step.name);
  let attempts = 0;
  const ended = new AbortController();
  const telling = tellProgress(run, ended.signal, () => attempts);
  try {
    history.write(historyLine(headOf(run, endpoints)));
    const report = await runConsistency({
      endpoints,
      prefix: step.keyPrefix,
      seed: step.seed,
      nowNs: () => {
        const nowNs = options.clock.nowNs();
        zeroNs ??= nowNs; // what the times of attempts count from
        return nowNs;
      },
      clients: step.clients,
      keys: step.keys,
      ...(step.ops === null ? {} : { operations: step.ops }),
      ...(step.durationNs === null ? {} : { durationNs: step.durationNs }),
      ...(step.op === undefined ? {} : { op: step.op }),
      valueMinBytes: step.valueMinBytes,
      valueMaxBytes: step.valueMaxBytes,
      partSizeBytes: step.partBytes,
      signal: options.signal,
      keep: (record: AttemptRecord) => {
        attempts = record.id;
        options.operations?.one(toldAttempt(run, record, zeroNs ?? 0));
        history.write(historyLine(record));
      },
    });
    const { stoppedBy, durationNs, failure } = report;
    history.write(historyLine({ ended: { stoppedBy, durationNs } }));
    const kept = history.close();
    const sample: ConsistencyEnded = {
      type: "consistency-ended",
      ...named,
      startNs,
      atNs: options.clock.nowNs(),
      promise: step.promise,
      report,
      ...kept,
      ...(kept.failure === undefined && failure !== null ? { failure } : {}),
    };
    options.emit(sample);
    return sample;
  } finally {
    history.close();
    ended.abort();
    await telling;
  }
}

/** Also what surely did not happen, or nobody knows, went as it did not ask. */
function toldAttempt(
  { target, step }: ClientsRun,
  record: AttemptRecord,
  zeroNs: number,
): ToldOperation {
  const { attempt, client, failure, key, op, outcome, valueId } = record;
  return {
    ...{ target: target.name, step: step.name, op, lane: client, key },
    // Histories name values, which have their sizes; not what moved.
    ...{ bytes: null, generation: valueId ?? null, attempts: attempt },
    startNs: zeroNs + record.callNs,
    endNs: zeroNs + record.returnNs,
    failure: outcome === "ok" ? null : failure?.kind ?? outcome,
  };
}

function headOf(
  { target, step, options }: ClientsRun,
  endpoints: ReturnType<ConsistencyPorts["endpoints"]>,
): HistoryHead {
  return {
    version: 1,
    runId: options.plan.runId,
    target: target.name,
    url: target.url,
    step: step.name,
    seed: step.seed,
    clients: step.clients,
    endpoints: endpoints.map(({ name }) => name),
    keyPrefix: step.keyPrefix,
    keys: step.keys,
    hasConditions: endpoints.some(({ backend }) =>
      backend.capabilities.has("writeIfMatch")
    ),
    promise: step.promise,
  };
}

async function tellProgress(
  { target, step, options }: ClientsRun,
  ended: AbortSignal,
  attempts: () => number,
): Promise<void> {
  while (true) {
    await options.clock.sleepMs(PROGRESS_MS, ended);
    if (ended.aborted) return;
    options.emit({
      type: "consistency-progress",
      target: target.name,
      step: step.name,
      atNs: options.clock.nowNs(),
      attempts: attempts(),
    });
  }
}
