/**
 * One run, in an order that a crash cannot break: the plan is saved before a
 * place is claimed, a place is claimed before a file is made, results are
 * saved before a file is deleted. The report is told even when it could not be
 * saved.
 */
import type { Target } from "../backends/mod.ts";
import { type Plan, type Report, savePlan } from "../engine/mod.ts";
import { faultLines, faultsMet } from "./arm_faults.ts";
import type { Args } from "./command.ts";
import { type Context, PipeClosed } from "./context.ts";
import { displayFor } from "./display/display_for.ts";
import { executePlan } from "./execute.ts";
import type { ExitCode } from "./exit_code.ts";
import { type Interrupt, listenForInterrupt } from "./interrupt.ts";
import { machineFacts } from "./machine.ts";
import {
  type ClaimedPlaces,
  claimPlaces,
  placesOf,
  type ReleasedPlaces,
  releasePlaces,
} from "./places.ts";
import { casesRunner } from "./run_cases.ts";
import {
  type Results,
  saveResults,
  tellReport,
  textOutput,
} from "./run_report.ts";
import { settleExit } from "./settle_exit.ts";
import type { RunFolder } from "./store/run_folder.ts";
import {
  processMark,
  type RunPlace,
  type RunState,
} from "./store/run_state.ts";
import { createRun, runsPath } from "./store/run_store.ts";
import { TOOL } from "./tool.ts";
import { runCore, type Wiring } from "./wiring.ts";

/** A plan, and what it is carried out with. */
export interface CarryOutOptions {
  readonly context: Context;
  readonly args: Args;
  readonly wiring: Wiring;
  readonly plan: Plan;
  readonly targets: readonly Target[];
  readonly faultsArmed: readonly string[];
}

/** A run that has its folder and its places. */
interface Begun extends CarryOutOptions {
  readonly folder: RunFolder;
  readonly state: RunState;
  readonly claimed: ClaimedPlaces;
  readonly interrupt: Interrupt;
}

/** Runs, reports, and leaves behind only what the last lines say. */
export async function carryOut(options: CarryOutOptions): Promise<ExitCode> {
  const { context, args, plan } = options;
  const begun = await begin(options);
  try {
    const results = await judge(begun);
    const { report } = results;
    const told = await tell(begun, report);
    const released = await release(begun, results);
    const closing = told.failure === undefined
      ? attempt(() =>
        textOutput(context, args).write(
          lastLines({ plan, report, folder: begun.folder, released }),
        )
      )
      : told;
    const failures = [closing, results]
      .flatMap(({ failure }) => failure === undefined ? [] : [failure])
      .concat(results.unclosed, released.failures);
    return settleExit(context, { exit: report.verdict.exit, failures });
  } finally {
    begun.interrupt.end();
  }
}

async function begin(options: CarryOutOptions): Promise<Begun> {
  const { context, args, plan, targets } = options;
  const folder = await createRun(runsPath(context, args), plan.runId);
  const state: RunState = {
    version: 1,
    tool: TOOL,
    runId: plan.runId,
    state: "running",
    processId: context.processId,
    processMark: processMark(context.processId),
    host: Deno.hostname(),
    startedAt: context.clock.date().toISOString(),
    profile: plan.profile.name,
    ...(options.faultsArmed.length > 0
      ? { faultsArmed: options.faultsArmed }
      : {}),
    // Until the end is known the files count as kept: a crash keeps them.
    places: placesOf(plan, targets).map((place) => ({ ...place, kept: true })),
  };
  try {
    await folder.save("plan.json", savePlan(plan));
    await folder.saveState(state);
    const replace = args.has("replace");
    const claimed = await claimPlaces({
      plan,
      targets,
      replace,
      backend: (target) => options.wiring.backend(target),
    });
    // Cases put keys: each is listed in the marker before it is made.
    for (const [target, claim] of claimed.claims) {
      options.wiring.backend(target)
        .noteEntries?.((name) => claim.addEntry(name));
    }
    const interrupt = listenForInterrupt(context);
    return { ...options, folder, state, claimed, interrupt };
  } catch (error) {
    // Nothing was touched: such a run is not worth remembering.
    await folder.discard();
    throw error;
  }
}

/** The results, and whether lanes may still hold the files. */
interface Judged extends Results {
  readonly isAbandoned: boolean;
  readonly unclosed: readonly Error[];
}

/** Runs the plan and saves what came of it; keeps everything on a bug. */
async function judge(begun: Begun): Promise<Judged> {
  const { args, claimed, context, folder, interrupt, plan, wiring } = begun;
  const core = wiring.core;
  const places = new Map(claimed.places.map((place) => [place.target, place]));
  try {
    const executed = await executePlan({
      plan,
      mode: "create",
      faces: wiring.faces(),
      stores: wiring.stores(),
      core: runCore(core),
      clock: context.clock,
      tool: TOOL,
      machine: machineFacts(core.kernelBest()),
      faultsArmed: begun.faultsArmed,
      faultsMet: () => faultsMet(begun.faultsArmed, core.faults.list()),
      display: displayFor({
        ...{ context, args, plan, interrupt },
        opening: faultLines(begun.faultsArmed, args, context.processId),
      }),
      interrupt,
      oraclePath: (target, of) => {
        const name = places.get(target)?.oracle ?? null;
        return name === null ? undefined : folder.oraclePath(name, of);
      },
      runCases: casesRunner({
        context,
        args,
        plan,
        wiring,
        hardSignal: interrupt.hardSignal,
      }),
    });
    const { isAbandoned, recording, unclosed } = executed;
    if (isAbandoned) wiring.abandon();
    return { ...await saveResults(folder, recording), isAbandoned, unclosed };
  } catch (error) {
    // What cannot be released then must not hide the bug; the marker and the
    // state still say "running", and nobody believes that of a process gone.
    await end(begun, { state: "interrupted", delete: false });
    throw error;
  }
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
  const isClean = outcome === "pass" && failure === undefined &&
    unclosed.length === 0;
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

/** What the last lines tell of. */
interface LastLinesOptions {
  readonly plan: Plan;
  readonly report: Report;
  readonly folder: RunFolder;
  readonly released: ReleasedPlaces;
}

/** Where everything is now, with the commands that go on from here. */
function lastLines(options: LastLinesOptions): string {
  const { folder, plan: { runId }, released, report } = options;
  const kept = released.places.filter((place) => place.kept);
  const deleted = released.places.filter((place) =>
    !place.kept && place.oracle !== null &&
    (place.folder !== null || place.isStore === true)
  );
  const lines = [`report   ${folder.path}`];
  for (const { url } of kept) lines.push(`kept     ${url}`);
  if (kept.some(({ oracle }) => oracle !== null)) {
    lines.push(`         judge again with: stor-verify verify ${runId}`);
  }
  if (kept.length > 0) {
    lines.push(`         remove with:      stor-verify clean ${runId}`);
  }
  if (deleted.length > 0) {
    lines.push(`deleted  ${deletedBecause(report, deleted)}`);
  }
  for (const path of released.left) {
    lines.push(`left     ${path}: not of this run`);
  }
  return lines.map((line) => `${line}\n`).join("");
}

function deletedBecause(
  { coverage, verdict }: Report,
  deleted: readonly RunPlace[],
): string {
  const isObjects = deleted.every(({ isStore }) => isStore === true);
  const whose = `the run's ${isObjects ? "objects" : "files"}`;
  if (verdict.outcome !== "pass") return "nothing had been written there";
  return coverage.comparedBytes > 0
    ? `${whose}: every byte was as it should be`
    : `${whose}: nothing was to be compared`;
}
