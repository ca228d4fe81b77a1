/**
 * Carries a plan out: workers, recorder and display put together for the time
 * of a run. Comes out: the recording, also of a run that was interrupted.
 */
import type { BlockFace, StoreFace } from "../backends/mod.ts";
import {
  type CasesRunner,
  type ConsistencyPorts,
  type LoaderPorts,
  type OpenMode,
  type OperationLogRecording,
  type OperationSink,
  type PipelinePorts,
  type Plan,
  type ProcessUsage,
  Recorder,
  type Recording,
  runPlan,
  type Sample,
  type TableLoadPorts,
} from "../engine/mod.ts";
import type { FaultsMet } from "./arm_faults.ts";
import type { Clock } from "./context.ts";
import type { RunDisplay } from "./display/run_display.ts";
import type { Interrupt } from "./interrupt.ts";

/** What a run needs of the core beside its lanes. */
export interface RunCore {
  nowNs(): number;
  usage(): ProcessUsage;
  statusText(status: number): string;
}

/** Everything a run is made of. */
export interface ExecuteOptions {
  readonly plan: Plan;
  readonly mode: OpenMode | ((target: string) => OpenMode);
  /** By target name. */
  readonly faces: ReadonlyMap<string, BlockFace | null>;
  /** By target name: those that take loads of keys. */
  readonly stores?: ReadonlyMap<string, StoreFace>;
  readonly core: RunCore;
  readonly clock: Clock;
  readonly tool: string;
  readonly machine: Recording["machine"];
  readonly faultsArmed: readonly string[];
  /** Flags that later commands about the run need. */
  readonly repeat?: readonly string[];
  readonly rerun?: readonly string[];
  /** Asked once the run is over: what each of them did. */
  faultsMet?(): FaultsMet;
  readonly display: RunDisplay;
  readonly interrupt: Pick<Interrupt, "signal" | "hardSignal">;
  oraclePath(target: string, of: "offsets" | "keys"): string | undefined;
  readonly runCases?: CasesRunner;
  readonly consistency?: ConsistencyPorts;
  readonly pipeline?: PipelinePorts;
  readonly table?: TableLoadPorts;
  readonly loader?: LoaderPorts;
  /** Told of each operation; says what it kept once all have ended. */
  readonly operations?: OperationSink & {
    /** Called before anything else is: the run has its places. */
    begin(): void;
    finish(): Promise<OperationLogRecording>;
  };
}

/** A run that has ended, one way or another. */
export interface Executed {
  readonly recording: Recording;
  /** Lanes may still hold the files: nothing of them can be deleted. */
  readonly isAbandoned: boolean;
  /** What closing the targets failed with; the recording is whole. */
  readonly unclosed: readonly Error[];
}

/** Rejects only for a bug; the display is ended either way. */
export async function executePlan(options: ExecuteOptions): Promise<Executed> {
  const { clock, core, display, interrupt, plan } = options;
  const recorder = new Recorder({
    plan,
    tool: options.tool,
    startedAt: clock.date().toISOString(),
    machine: options.machine,
    faultsArmed: options.faultsArmed,
    ...(options.repeat === undefined ? {} : { repeat: options.repeat }),
    ...(options.rerun === undefined ? {} : { rerun: options.rerun }),
  });
  const emit = (sample: Sample) => {
    const interval = recorder.observe(sample);
    display.sample(sample);
    if (interval !== null && sample.type === "step-interval") {
      display.interval({ target: sample.target, step: sample.step, interval });
    }
  };
  try {
    options.operations?.begin();
    const outcome = await runPlan({
      plan,
      targets: options.faces,
      ...(options.stores === undefined ? {} : { stores: options.stores }),
      mode: options.mode,
      emit,
      clock: { nowNs: () => core.nowNs(), sleepMs: clock.sleepMs },
      usage: () => core.usage(),
      statusText: (status) => core.statusText(status),
      oraclePath: options.oraclePath,
      signal: interrupt.signal,
      hardSignal: interrupt.hardSignal,
      ...(options.runCases === undefined ? {} : { runCases: options.runCases }),
      ...(options.consistency === undefined
        ? {}
        : { consistency: options.consistency }),
      ...(options.pipeline === undefined ? {} : { pipeline: options.pipeline }),
      ...(options.table === undefined ? {} : { table: options.table }),
      ...(options.loader === undefined ? {} : { loader: options.loader }),
      ...(options.operations && { operations: options.operations }),
    });
    const operationLog = await options.operations?.finish();
    const recording = recorder.finish({
      endedAt: clock.date().toISOString(),
      interrupted: interrupt.signal.aborted,
      notRun: outcome.notRun,
    });
    return {
      recording: {
        ...recording,
        ...options.faultsMet?.(),
        ...(operationLog && { operationLog }),
      },
      isAbandoned: outcome.isAbandoned,
      unclosed: outcome.unclosed,
    };
  } finally {
    display.end();
  }
}
