/**
 * One run from its places to its last lines: results are saved before a file is
 * deleted, and the report is told even when it could not be saved.
 */
import type { Recording, Report, TableLoadPorts } from "../engine/mod.ts";
import { ToldRun } from "./ack_log/told_run.ts";
import { faultLines, faultsMet } from "./arm_faults.ts";
import type { Begun } from "./begin_run.ts";
import { PipeClosed } from "./context.ts";
import { clientWays } from "./client_ways.ts";
import { copySites } from "./copy_sites.ts";
import { tableSites } from "./table/table_sites.ts";
import { displayFor } from "./display/display_for.ts";
import type { RunDisplay } from "./display/run_display.ts";
import { executePlan } from "./execute.ts";
import type { ExitCode } from "./exit_code.ts";
import { loaderSites } from "./loader_sites.ts";
import { markKnown } from "./known_findings.ts";
import { lastLines } from "./last_lines.ts";
import { machineFacts } from "./machine.ts";
import { type ReleasedPlaces, releasePlaces } from "./places.ts";
import { armWay, netFaultStates } from "./net_faults.ts";
import { repeatFlags, rerunFlags } from "./repeat_flags.ts";
import { casesRunner } from "./run_cases.ts";
import {
  type Results,
  saveResults,
  tellReport,
  textOutput,
} from "./run_report.ts";
import { settleExit } from "./settle_exit.ts";
import type { RunState } from "./store/run_state.ts";
import { TOOL } from "./tool.ts";
import { runCore, type Wiring } from "./wiring.ts";

/** A run that ended in a verdict. */
export interface CarriedOut {
  readonly exit: ExitCode;
  readonly report: Report;
}

/**
 * Set by commands that run one plan many times, never typed: no byte was wrong,
 * and the next run needs the place.
 */
export const DISCARD = "discard";
const NOT_BAD: readonly Report["verdict"]["outcome"][] = [
  "objective missed",
  "inconclusive",
];

/** Runs, reports, and leaves behind only what the last lines say. */
export async function carryOut(begun: Begun): Promise<CarriedOut> {
  const { context, args, plan } = begun;
  try {
    const results = await judge(begun);
    const { report } = results;
    const told = await tell(begun, report);
    const released = await release(begun, results);
    const closing = told.failure === undefined
      ? attempt(() =>
        textOutput(context, args).write(
          lastLines({
            plan,
            report,
            folder: begun.folder,
            released,
            repeat: repeatFlags(context, args),
          }) + results.acks,
        )
      )
      : told;
    const failures = [closing, results]
      .flatMap(({ failure }) => failure === undefined ? [] : [failure])
      .concat(results.unclosed, released.failures);
    const exit = settleExit(context, { exit: report.verdict.exit, failures });
    return { exit, report };
  } finally {
    begun.interrupt.end();
  }
}

/** The results, and whether lanes may still hold the files. */
interface Judged extends Results {
  readonly isAbandoned: boolean;
  readonly unclosed: readonly Error[];
  /** The last line about the host that was told. */
  readonly acks: string;
}

/** Runs the plan and saves what came of it; keeps everything on a bug. */
async function judge(begun: Begun): Promise<Judged> {
  const { args, claimed, context, folder, interrupt, plan, wiring } = begun;
  const core = wiring.core;
  const told = begun.ackWay && new ToldRun(begun.ackWay, begun);
  const places = new Map(claimed.places.map((place) => [place.target, place]));
  try {
    // What claims, releases and deletes goes the same way, and is not the test.
    armWay(wiring.network, interrupt.signal);
    const executed = await executePlan({
      plan,
      mode: begun.mode,
      faces: told?.faces(wiring.faces()) ?? wiring.faces(),
      stores: wiring.stores(),
      core: runCore(core),
      clock: context.clock,
      tool: TOOL,
      machine: machineFacts(core.kernelBest()),
      faultsArmed: begun.faultsArmed,
      repeat: repeatFlags(context, args),
      rerun: rerunFlags(context, args),
      faultsMet: () =>
        faultsMet(begun.faultsArmed, [
          ...core.faults.list(),
          ...netFaultStates(wiring.network),
        ]),
      display: displayOf(begun),
      interrupt: told?.interrupt ?? interrupt,
      oraclePath: (target, of) => {
        const name = places.get(target)?.oracle ?? null;
        return name === null ? undefined : folder.oraclePath(name, of);
      },
      consistency: clientWays({
        plan,
        targets: begun.targets,
        wiring,
        folder: folder.path,
      }),
      pipeline: copySites(context, wiring),
      table: tablesOf(begun),
      loader: loaderSites({
        wiring,
        journalPath: (target) =>
          folder.oraclePath(places.get(target)?.oracle ?? target, "samples"),
      }),
      ...(begun.operations && { operations: begun.operations }),
      runCases: casesRunner({
        ...{ context, args, plan, wiring },
        hardSignal: interrupt.hardSignal,
      }),
    });
    const { isAbandoned, recording, unclosed } = executed;
    wiring.network?.arm(false);
    if (isAbandoned) wiring.abandon();
    const saved = await saveResults(folder, withKnown(recording, wiring));
    const untold = await told?.finish(saved.report.verdict.outcome) ?? [];
    return {
      ...saved,
      isAbandoned,
      unclosed: [...untold, ...unclosed],
      acks: told?.lastLine() ?? "",
    };
  } catch (error) {
    await told?.finish("failed");
    // What cannot be released then must not hide the bug; the marker and the
    // state still say "running", and nobody believes that of a process gone.
    await end(begun, { state: "interrupted", delete: false });
    throw error;
  }
}

/** Tables stay where `--keep` asks for it, each with its own journal. */
function tablesOf(begun: Begun): TableLoadPorts {
  const { args, claimed, context, folder, wiring } = begun;
  const oracleOf = (name: string) =>
    claimed.places.find(({ target }) => target === name)?.oracle ?? name;
  return tableSites({
    context,
    wiring,
    keeps: args.has("keep"),
    journalPath: (target, step) =>
      folder.tableJournalPath(oracleOf(target), step),
  });
}

/** What is shown is also what somebody may scrape. */
function displayOf(begun: Begun): RunDisplay {
  const { args, context, faultsArmed, interrupt, plan, scrape } = begun;
  const display = displayFor({
    ...{ context, args, plan, interrupt },
    opening: [
      ...faultLines(faultsArmed, args, context.processId),
      ...(scrape === undefined ? [] : [`Metrics at ${scrape.url}`]),
    ],
  });
  return scrape?.watching(display) ?? display;
}

/** Findings that are known of a target's server say so. */
function withKnown(recording: Recording, wiring: Wiring): Recording {
  return markKnown(recording, (target) => wiring.backend(target).server);
}

/** What may fail without keeping the places from being released. */
interface Attempted {
  readonly failure?: unknown;
}

function attempt(body: () => void): Attempted {
  try {
    body();
    return {};
  } catch (failure) {
    return { failure };
  }
}

async function tell(begun: Begun, report: Report): Promise<Attempted> {
  const { args, context, interrupt } = begun;
  try {
    if (interrupt.isClosed) throw new PipeClosed();
    await tellReport(context, args, report);
    return {};
  } catch (failure) {
    return { failure };
  }
}

async function release(
  begun: Begun,
  { report, failure, isAbandoned, unclosed }: Judged,
): Promise<ReleasedPlaces> {
  const { outcome, exit } = report.verdict;
  const isGood = outcome === "pass" ||
    begun.args.has(DISCARD) && NOT_BAD.includes(outcome);
  const isClean = isGood && failure === undefined && unclosed.length === 0;
  return await end(begun, {
    state: outcome === "interrupted" ? "interrupted" : "complete",
    delete: isClean && !begun.args.has("keep"),
    // An opening that hangs may still make its files.
    unmade: isAbandoned ? new Set() : await unmadeTargets(begun),
    isAbandoned,
    verdict: { outcome, exit },
  });
}

/** An oracle is made right after the files: without it there are none. */
async function unmadeTargets({ claimed, folder }: Begun): Promise<Set<string>> {
  const unmade = new Set<string>();
  for (const { oracle, target } of claimed.places) {
    if (oracle !== null && !await folder.hasOracle(oracle)) unmade.add(target);
  }
  return unmade;
}

interface EndOptions {
  readonly state: "complete" | "interrupted";
  readonly delete: boolean;
  readonly unmade?: ReadonlySet<string>;
  readonly isAbandoned?: boolean;
  readonly verdict?: NonNullable<RunState["verdict"]>;
}

/** Releases the places and writes how the run ended; never rejects. */
async function end(begun: Begun, how: EndOptions): Promise<ReleasedPlaces> {
  const released = await releasePlaces(begun.claimed, how);
  try {
    for (const { kept, oracle } of released.places) {
      if (!kept && oracle !== null) await begun.folder.removeOracle(oracle);
    }
    await begun.folder.saveState({
      ...begun.state,
      state: how.state,
      endedAt: begun.context.clock.date().toISOString(),
      places: released.places,
      ...(how.verdict === undefined ? {} : { verdict: how.verdict }),
    });
    return released;
  } catch (failure) {
    return { ...released, failures: [...released.failures, failure] };
  }
}
