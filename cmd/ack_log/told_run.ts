/**
 * A run that tells another host what is durable. Comes in: what the flag
 * `--ack-log` says, and the run; goes out: its faces, which tell, and what came
 * of it. When nobody can be told any more the run ends early, in order: a person
 * who waits to pull the plug must not believe that somebody still listens.
 */
import {
  AcknowledgedFace,
  AckSender,
  AckTeller,
} from "../../backends/acknowledgement/mod.ts";
import type { BlockFace } from "../../backends/mod.ts";
import { type Plan, savePlan } from "../../engine/mod.ts";
import type { Args } from "../command.ts";
import type { Context } from "../context.ts";
import type { Interrupt } from "../interrupt.ts";
import type { RunState } from "../store/run_state.ts";
import { UsageError } from "../usage_error.ts";
import { readAckPlace, SECRET_VARIABLE } from "./ack_place.ts";

/** How long the end of a run waits for the listener to keep the rest. */
const SETTLE_TURN_MS = 100;

/**
 * The way to the listener; `undefined` without the flag. Fails with a
 * `UsageError` for targets whose oracle no loss of power here can take, and
 * with a `StorageError` where nobody listens. Nothing was touched by then.
 */
export async function openAckWay(
  context: Context,
  args: Pick<Args, "text">,
  plan: Plan,
): Promise<AckSender | undefined> {
  const text = args.text("ack-log");
  if (text === undefined) return undefined;
  const place = readAckPlace(text);
  const mistakes = [
    ...(typeof place === "string" ? [place] : []),
    ...plan.targets.flatMap(({ objects, space, url }) =>
      objects === undefined &&
        (space?.kind === "directory" || space?.kind === "device")
        ? []
        : [
          `Cannot tell with --ack-log what is durable on "${url}": that is ` +
          "for files and devices of this host, which can lose their power " +
          "with it; a run over anything else has its oracle here",
        ]
    ),
  ];
  if (typeof place === "string" || mistakes.length > 0) {
    throw new UsageError(mistakes);
  }
  const secret = context.env(SECRET_VARIABLE);
  const way = await AckSender.connect({
    ...place,
    runId: plan.runId,
    ...(secret === undefined ? {} : { secret }),
    nowMs: () => context.clock.nowNs() / 1e6,
  });
  if (!syncs(plan)) {
    context.stderr.write(
      "note: no step of this run syncs, so nothing that it writes is durable: " +
        "only verify --expect-durable will judge it\n",
    );
  }
  return way;
}

/** Whether some write of the plan becomes durable. */
function syncs({ targets }: Plan): boolean {
  return targets.some(({ steps }) =>
    steps.some((step) =>
      step.kind === "block" &&
      (step.dsync || step.lanes.some(({ sync }) => sync.kind !== "none"))
    )
  );
}

/** What of a run is told to begin with. */
export interface ToldRunOptions {
  readonly context: Context;
  readonly plan: Plan;
  readonly state: RunState;
  readonly interrupt: Interrupt;
}

/** Tells from its making on; `finish()` it. */
export class ToldRun {
  /** Also ends the run when nobody can be told any more. */
  readonly interrupt: Pick<Interrupt, "signal" | "hardSignal">;
  readonly #context: Context;
  readonly #way: AckSender;
  readonly #teller: AckTeller;
  readonly #telling: Promise<void>;

  constructor(way: AckSender, options: ToldRunOptions) {
    const { context, interrupt, plan, state } = options;
    this.#context = context;
    this.#way = way;
    this.interrupt = {
      signal: AbortSignal.any([interrupt.signal, way.lost]),
      hardSignal: interrupt.hardSignal,
    };
    this.#teller = new AckTeller({
      way,
      runId: plan.runId,
      state: JSON.stringify(state),
      plan: savePlan(plan),
      nowMs: () => context.clock.date().getTime(),
      sleepMs: (ms, signal) => context.clock.sleepMs(ms, signal),
    });
    this.#telling = this.#teller.run();
  }

  /** The same faces, whose spaces tell. */
  faces(
    faces: ReadonlyMap<string, BlockFace | null>,
  ): ReadonlyMap<string, BlockFace | null> {
    return new Map(
      [...faces].map(([name, face]) => [
        name,
        face && new AcknowledgedFace(face, name, this.#teller),
      ]),
    );
  }

  /** Why somebody was not told of all; empty when the listener keeps it. */
  async finish(outcome: string): Promise<readonly Error[]> {
    this.#teller.finish(outcome);
    await this.#telling;
    const settled = new AbortController();
    const watch = this.#watchSilence(settled.signal);
    await this.#way.settled();
    settled.abort();
    await watch;
    await this.#way.close();
    return this.#way.failure === null ? [] : [this.#way.failure];
  }

  /** For the last lines of the run. */
  lastLine(): string {
    const { kept, sent } = this.#way.counts;
    const { dropped } = this.#teller;
    return `acks     ${kept} of ${sent} records kept in "${this.#way.path}"` +
      (dropped > 0 ? `, ${dropped} came too fast to be told of` : "") + "\n";
  }

  async #watchSilence(end: AbortSignal): Promise<void> {
    while (!end.aborted && !this.#way.lost.aborted) {
      await this.#context.clock.sleepMs(SETTLE_TURN_MS, end);
      this.#way.check();
    }
  }
}
