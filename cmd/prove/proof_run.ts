/**
 * One run of a proof: plan, lanes, recorder and report as `run` has them, with
 * stops at which a fault is put, and then, where the storage outlives the run,
 * a second reading by its oracle as `verify` does it.
 */
import {
  buildReport,
  type CasesRunner,
  compilePlan,
  type Plan,
  type Profile,
  readBackPlan,
  type Report,
} from "../../engine/mod.ts";
import { type ExecuteOptions, executePlan } from "../execute.ts";
import { machineFacts } from "../machine.ts";
import { TOOL } from "../tool.ts";
import { runCore } from "../wiring.ts";
import type { ProofBench } from "./proof_bench.ts";
import { BEFORE_READ, BEFORE_WRITE, FIRST_WRITTEN } from "./proof_profile.ts";

/** One run. */
export interface ProofRunOptions {
  readonly profile: Profile;
  readonly runId: string;
  readonly seed: string;
  /** Shown in the report: such a run is never taken for a clean one. */
  readonly fault?: string;
  /** Called at each stop with its id, which names a case of the profile. */
  onStop?(stop: string, plan: Plan): Promise<void> | void;
  /** Called when the run is over, before faults are disarmed. */
  onRead?(): void;
}

/** What a run says of the storage. */
export interface ProofRun {
  readonly plan: Plan;
  readonly report: Report;
  /** Of the second reading; absent where the storage is gone by then. */
  readonly again?: Report;
}

/** Rejects with what `onStop` threw, once the run is over. */
export async function runForProof(
  bench: ProofBench,
  options: ProofRunOptions,
): Promise<ProofRun> {
  const { opened } = bench;
  const plan = compilePlan({
    profile: options.profile,
    targets: [{
      name: opened.target.name,
      url: opened.backend.url,
      facts: opened.facts,
      store: opened.store,
    }],
    runId: options.runId,
    seed: options.seed,
    cpuCount: navigator.hardwareConcurrency,
    caseIds: [FIRST_WRITTEN, BEFORE_WRITE, BEFORE_READ],
  });
  const stops = new Stops(plan, options);
  const report = await carryOut(bench, plan, {
    mode: "create",
    runCases: stops.runner,
    fault: options.fault,
  });
  options.onRead?.();
  bench.wiring.core.faults.clear();
  if (stops.failure !== undefined) throw stops.failure;
  if (bench.oracles === undefined) return { plan, report };
  const again = await carryOut(bench, readBackPlan(plan), {
    mode: "recover",
    fault: options.fault,
  });
  return { plan, report, again };
}

/** Runs what stands at each stop; a failure there ends the stops. */
class Stops {
  failure: unknown;
  readonly #plan: Plan;
  readonly #options: ProofRunOptions;

  constructor(plan: Plan, options: ProofRunOptions) {
    this.#plan = plan;
    this.#options = options;
  }

  readonly runner: CasesRunner = async ({ step, target, emit }) => {
    for (const id of step.cases) {
      if (this.failure !== undefined) return;
      try {
        await this.#options.onStop?.(id, this.#plan);
      } catch (failure) {
        this.failure = failure;
      }
      emit({
        type: "case-ended",
        target,
        step: step.name,
        id,
        verdict: this.failure === undefined ? "held" : "failed",
        reason: "",
        durationNs: 0,
      });
    }
  };
}

interface CarryOut {
  readonly mode: ExecuteOptions["mode"];
  readonly runCases?: CasesRunner;
  readonly fault: string | undefined;
}

async function carryOut(
  { clock, interrupt, opened, oracles, wiring }: ProofBench,
  plan: Plan,
  { fault, mode, runCases }: CarryOut,
): Promise<Report> {
  const { core } = wiring;
  const { name } = opened.target;
  const executed = await executePlan({
    plan,
    mode,
    faces: new Map([[name, opened.backend.block ?? null]]),
    stores: new Map(
      opened.backend.store === undefined ? [] : [[name, opened.backend.store]],
    ),
    core: runCore(core),
    clock,
    tool: TOOL,
    machine: machineFacts(core.kernelBest()),
    faultsArmed: fault === undefined ? [] : [`prove: ${fault}`],
    display: { sample() {}, interval() {}, say() {}, end() {} },
    interrupt,
    oraclePath: (_target, of) =>
      oracles === undefined ? undefined : `${oracles}/${plan.runId}.${of}`,
    ...(runCases === undefined ? {} : { runCases }),
  });
  if (executed.isAbandoned) wiring.abandon();
  return buildReport(executed.recording);
}
