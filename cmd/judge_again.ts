/**
 * Reads back what a run left, and judges it: by the run's own oracle, or by
 * what another host kept. Comes in: the run, its places and a plan that reads;
 * goes out: a report that is told and saved, and an exit code.
 */
import type { FaultyWay, Target } from "../backends/mod.ts";
import {
  buildReport,
  type Plan,
  type Report,
  saveReport,
} from "../engine/mod.ts";
import {
  floorPath,
  type JudgedByAcks,
  removeFloors,
} from "./ack_log/judged_by_acks.ts";
import { earlierFaults, faultLines, faultsMet } from "./arm_faults.ts";
import type { Args } from "./command.ts";
import { type Context, PipeClosed } from "./context.ts";
import { displayFor } from "./display/display_for.ts";
import { executePlan } from "./execute.ts";
import type { ExitCode } from "./exit_code.ts";
import { type Interrupt, listenForInterrupt } from "./interrupt.ts";
import { loaderSites } from "./loader_sites.ts";
import { machineFacts } from "./machine.ts";
import {
  armWay,
  leadTargets,
  netFaultStates,
  netFaultTexts,
} from "./net_faults.ts";
import { resumePlaces } from "./places.ts";
import { repeatFlags } from "./repeat_flags.ts";
import { tellReport, textOutput } from "./run_report.ts";
import { settleExit } from "./settle_exit.ts";
import { tableSites } from "./table/table_sites.ts";
import type { OracleOf } from "./store/run_folder.ts";
import { isOfEarlierBoot, type RunPlace } from "./store/run_state.ts";
import type { StoredRun } from "./store/run_store.ts";
import { TOOL } from "./tool.ts";
import { NOTHING_ASKED, runCore, type Wiring } from "./wiring.ts";
import { withWiring } from "./with_wiring.ts";

/** Targets without files to judge stay in the plan, without steps. */
function onlyTargets(plan: Plan, places: readonly RunPlace[]): Plan {
  return {
    ...plan,
    targets: plan.targets.map((target) =>
      places.some((place) => place.target === target.name)
        ? target
        : { ...target, steps: [] }
    ),
  };
}

/** The oracle knows what was acknowledged, not what a sync made durable. */
const RESTARTED = "The host was started anew since the run: what was written " +
  "there without a sync may be lost by right, so lost, stale and zeroed units " +
  "may be no fault of the storage";

/** A run, what of it is judged, and by what. */
export interface JudgeOptions {
  readonly context: Context;
  readonly args: Args;
  readonly found: StoredRun;
  readonly places: readonly RunPlace[];
  readonly plan: Plan;
  readonly targets: readonly Target[];
  /** Instead of the run's own oracle. */
  readonly acks: JudgedByAcks | undefined;
}

/** Only what is judged, with what stands against a judgement. */
function planOf({ acks, found, places, plan }: JudgeOptions): Plan {
  const own = isOfEarlierBoot(found.state) ? [RESTARTED] : [];
  return { ...onlyTargets(plan, places), doubts: acks?.doubts ?? own };
}

/** Reads all of it back, judges, and tells. */
export async function judgeAgain(options: JudgeOptions): Promise<ExitCode> {
  const { acks, context, args, found, places, targets } = options;
  const plan = planOf(options);
  const { runId } = found.state;
  // Fails where a folder has no marker of this run: its bytes are not ours.
  await resumePlaces({
    runId,
    places: places.filter(({ isStore }) => isStore !== true),
  });
  const interrupt = listenForInterrupt(context);
  await removeFloors(found.folder, places);
  try {
    return await withWiring(context, async (wiring) => {
      const led = await leadTargets(wiring.core, targets, { args, context });
      wiring.network = led.way;
      await wiring.openTargets(led.targets, "verify", NOTHING_ASKED);
      await resumePlaces({
        runId,
        places: places.filter(({ isStore }) => isStore === true),
        backend: (target) => wiring.backend(target),
      });
      const faultsArmed = [
        ...earlierFaults(found.state),
        ...netFaultTexts(args),
      ];
      armWay(wiring.network, interrupt.signal);
      const { recording, isAbandoned, unclosed } = await executePlan({
        plan,
        mode: "recover",
        faces: acks?.faces(wiring.faces(), wiring.core) ?? wiring.faces(),
        stores: wiring.stores(),
        core: runCore(wiring.core),
        clock: context.clock,
        tool: TOOL,
        machine: machineFacts(wiring.core.kernelBest()),
        faultsArmed,
        ...countsOf(faultsArmed, led.way),
        repeat: [...repeatFlags(context, args), ...acks?.repeat ?? []],
        display: displayFor({
          ...{ context, args, plan, interrupt },
          opening: faultLines(faultsArmed, args, context.processId),
        }),
        interrupt,
        loader: samplesOf(options, wiring),
        table: tablesOf(options, wiring),
        oraclePath: oraclePathOf(options),
      });
      wiring.network?.arm(false);
      if (isAbandoned) wiring.abandon();
      if (acks !== undefined) {
        textOutput(context, args).write(acks.durableLines(recording));
      }
      const report = buildReport(recording);
      return await tellAgain(options, { report, interrupt, unclosed });
    });
  } finally {
    await removeFloors(found.folder, places);
    interrupt.end();
  }
}

/** What the run kept of a place, or what another host has of it. */
function oraclePathOf({ acks, found, places }: JudgeOptions) {
  const oracles = new Map(places.map((one) => [one.target, one.oracle]));
  return (target: string, of?: OracleOf) => {
    const name = oracles.get(target) ?? null;
    if (name === null) return undefined;
    return acks === undefined
      ? found.folder.oraclePath(name, of)
      : floorPath(found.folder, name);
  };
}

/** Tables that the run kept, each with what its writers were told. */
function tablesOf({ context, found, places }: JudgeOptions, wiring: Wiring) {
  const oracleOf = (name: string) =>
    places.find(({ target }) => target === name)?.oracle ?? name;
  return tableSites({
    context,
    wiring,
    keeps: true,
    journalPath: (target, step) =>
      found.folder.tableJournalPath(oracleOf(target), step),
  });
}

/** What the run wrote of training data, with its own journal. */
function samplesOf({ found, places }: JudgeOptions, wiring: Wiring) {
  return loaderSites({
    wiring,
    journalPath(target) {
      const place = places.find((one) => one.target === target);
      return found.folder.oraclePath(place?.oracle ?? target, "samples");
    },
  });
}

/** Only the network is broken here: points of the core are not armed. */
function countsOf(faultsArmed: readonly string[], way: FaultyWay | null) {
  if (way === null) return {};
  return { faultsMet: () => faultsMet(faultsArmed, netFaultStates(way)) };
}

interface JudgedAgain {
  readonly report: Report;
  readonly interrupt: Interrupt;
  readonly unclosed: readonly Error[];
}

async function tellAgain(
  { args, context, found }: JudgeOptions,
  { interrupt, report, unclosed }: JudgedAgain,
): Promise<ExitCode> {
  const saved = await saveAgain(found, report);
  const failures: unknown[] = [];
  if (interrupt.isClosed) failures.push(new PipeClosed());
  else {
    await tellReport(context, args, report)
      .catch((failure) => failures.push(failure));
  }
  if (saved.failure !== undefined) failures.push(saved.failure);
  failures.push(...unclosed);
  return settleExit(context, { exit: report.verdict.exit, failures });
}

/** Its failure waits until the report is told: reading back took long. */
async function saveAgain(
  { folder }: StoredRun,
  report: Report,
): Promise<{ readonly failure?: unknown }> {
  try {
    await folder.save("verify.json", saveReport(report));
    return {};
  } catch (failure) {
    return { failure };
  }
}
