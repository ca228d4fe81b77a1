/**
 * The beginning of a run, in an order that a crash cannot break: the plan is
 * saved before a place is claimed, and a place is claimed before a file is
 * made. Comes in: a plan; goes out: a run that has its folder and its places.
 */
import type { AckSender } from "../backends/acknowledgement/mod.ts";
import type { Target } from "../backends/mod.ts";
import { type OpenMode, type Plan, savePlan } from "../engine/mod.ts";
import type { Args } from "./command.ts";
import type { Context } from "./context.ts";
import type { OperationLog } from "./operation_log.ts";
import { type Interrupt, listenForInterrupt } from "./interrupt.ts";
import { type ClaimedPlaces, claimPlaces, placesOf } from "./places.ts";
import type { RunFolder } from "./store/run_folder.ts";
import type { ScrapeEndpoint } from "./scrape_endpoint.ts";
import { processMark, type RunState } from "./store/run_state.ts";
import { createRun, runsPath } from "./store/run_store.ts";
import { TOOL } from "./tool.ts";
import type { Wiring } from "./wiring.ts";

/** A plan, and what it is carried out with. */
export interface BeginOptions {
  readonly context: Context;
  readonly args: Args;
  readonly wiring: Wiring;
  readonly plan: Plan;
  readonly targets: readonly Target[];
  readonly faultsArmed: readonly string[];
  /** Who scrapes it while it goes on. */
  readonly scrape?: ScrapeEndpoint;
  /** To the host that is told what is durable. */
  readonly ackWay?: AckSender;
  /** Where each operation is kept. */
  readonly operations?: OperationLog;
}

/** A run that has its folder and its places. */
export interface Begun extends BeginOptions {
  readonly folder: RunFolder;
  readonly state: RunState;
  readonly claimed: ClaimedPlaces;
  readonly interrupt: Interrupt;
  /** Whether a target's keys or offsets are made, or opened by their oracle. */
  readonly mode: OpenMode | ((target: string) => OpenMode);
}

/** Leaves nothing behind when a place refuses. */
export async function beginRun(options: BeginOptions): Promise<Begun> {
  const { context, args, plan, targets } = options;
  const folder = await createRun(runsPath(context, args), plan.runId);
  const state: RunState = {
    version: 1,
    runId: plan.runId,
    ...runningHere(context),
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
    return { ...options, folder, state, claimed, interrupt, mode: "create" };
  } catch (error) {
    // Nothing was touched: such a run is not worth remembering.
    await folder.discard();
    throw error;
  }
}

/** What a run's state says while this process runs it. */
export function runningHere(context: Pick<Context, "processId" | "clock">) {
  return {
    tool: TOOL,
    state: "running" as const, // not any text
    processId: context.processId,
    processMark: processMark(context.processId),
    host: Deno.hostname(),
    startedAt: context.clock.date().toISOString(),
  };
}
