/**
 * Breaks the network between this process and stores, by flags. A run with any
 * of them is marked as one with fault points is, and counts them beside those.
 */
import {
  detourTargets,
  type FaultyWay,
  NET_FAULT_KINDS,
  readNetFaults,
  type Target,
} from "../backends/mod.ts";
import type { Core, FaultState } from "../ffi/mod.ts";
import type { Args, Flag } from "./command.ts";
import type { Context } from "./context.ts";
import { mistakesOf, UsageError } from "./usage_error.ts";

/** For commands that talk to stores. */
export const NET_FAULT_FLAG: Flag = {
  name: "net-fault",
  value: "KIND[:after=N]",
  many: true,
  summary: "Break the network to stores, also with :every=M :count=K :seed=S " +
    ":arg=X; may be repeated",
};

/** What stands before a kind where it is one of many faults. */
const NET = "net.";

interface LedTargets {
  readonly targets: readonly Target[];
  /** `null`: nothing was asked for, and the targets are what they were. */
  readonly way: FaultyWay | null;
}

/**
 * Leads the targets by a way that fails as `--net-fault` says, once it is
 * armed. Fails with a `UsageError` that holds all that cannot be.
 */
export async function leadTargets(
  core: Core,
  targets: readonly Target[],
  { args, context }: {
    readonly args: Pick<Args, "texts">;
    readonly context: Pick<Context, "env">;
  },
): Promise<LedTargets> {
  const faults = args.texts("net-fault");
  if (faults.length === 0) return { targets, way: null };
  const { env } = context;
  try {
    return await detourTargets(targets, { core, env, faults, isArmed: false });
  } catch (error) {
    const mistakes = mistakesOf(error);
    if (mistakes === undefined) throw error;
    throw new UsageError(mistakes, { cause: error });
  }
}

/**
 * Lets faults happen now, and no more once the steps are to end early: whoever
 * asks for that shall not wait for time-outs that were asked for.
 */
export function armWay(way: FaultyWay | null, signal: AbortSignal): void {
  if (way === null) return;
  way.arm(true);
  signal.addEventListener("abort", () => way.arm(false), { once: true });
}

/** What is armed, as the report shows it: `net.reset:every=50`. */
export function netFaultTexts(args: Pick<Args, "texts">): string[] {
  const texts = readNetFaults(args.texts("net-fault")).map(({ text }) => text);
  const names = pointNames(texts);
  return texts.map((text, index) => text.replace(/^[^:]+/, names[index] ?? ""));
}

/** What each of them did, in the form of fault points. */
export function netFaultStates(way: FaultyWay | null): FaultState[] {
  if (way === null) return [];
  const counts = way.counts();
  const names = pointNames(counts.map(({ fault }) => fault));
  const { endpointRefused } = way.facts();
  return [
    ...counts.map(({ fault, hits, fired }, index) => ({
      name: names[index] ?? "",
      text: kindOf(fault)?.text ?? "",
      hits,
      fired,
      armed: true,
    })),
    ...(endpointRefused === 0 ? [] : [{ ...UNREACHED, hits: endpointRefused }]),
  ];
}

/** Not asked for: the endpoint itself, which clients see as a reset. */
const UNREACHED: FaultState = {
  name: `${NET}endpoint-refused`,
  text: "the endpoint did not take a connection",
  hits: 0,
  fired: 0,
  armed: false,
};

/** A second one of a kind has a number, so that each has its own counts. */
function pointNames(faults: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return faults.map((fault) => {
    const name = NET + kindOf(fault)?.name;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}.${count}`;
  });
}

function kindOf(fault: string) {
  return NET_FAULT_KINDS.find(({ name }) => name === fault.split(":")[0]);
}

/** All kinds, as `faults` lists them. */
export function netFaultPoints(): { name: string; text: string }[] {
  return NET_FAULT_KINDS.map(({ name, text, counts }) => ({
    name: NET + name,
    text: `${text}; --net-fault, counts ${counts}`,
  }));
}
