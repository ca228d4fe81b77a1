/** Arms fault points by flags; a run with any of them is never a clean one. */
import { CoreError, type CoreFaults, type FaultState } from "../ffi/mod.ts";
import { faultMark, type FaultPointCount } from "../engine/mod.ts";
import type { Args, Flag } from "./command.ts";
import { faultControlHint, openFaultControl } from "./fault_control.ts";
import { NET_FAULT_FLAG } from "./net_faults.ts";
import type { RunState } from "./store/run_state.ts";
import { didYouMean } from "./suggest.ts";
import { UsageError } from "./usage_error.ts";

/** For commands that run a load. */
export const FAULT_FLAGS: readonly Flag[] = [
  {
    name: "fault",
    value: "POINT[:after=N]",
    many: true,
    summary: "Arm a fault point, also with :every=M :count=K :seed=S :arg=X; " +
      "may be repeated",
  },
  NET_FAULT_FLAG,
  {
    name: "fault-control",
    value: "DIR",
    summary: "Let fiu-ctrl arm points from outside, through DIR/fiu-ctrl",
  },
];

/** Begins what is told of a control; the folder follows. */
const OUTSIDE = "fiu-ctrl in ";

type Faults = Pick<CoreFaults, "arm" | "control"> & {
  list(): readonly FaultState[];
};

/**
 * Arms what the flags say and returns it as the report shows it. Fails with a
 * `UsageError` that holds every point that cannot be armed.
 */
export function armFaults(
  faults: Faults,
  args: Pick<Args, "text" | "texts">,
): string[] {
  const texts = args.texts("fault");
  const mistakes: string[] = [];
  for (const text of texts) {
    try {
      faults.arm(text);
    } catch (error) {
      if (!(error instanceof CoreError)) throw error;
      mistakes.push(explain(text, faults, error));
    }
  }
  if (mistakes.length > 0) throw new UsageError(mistakes);
  const folder = args.text("fault-control");
  if (folder === undefined) return [...texts];
  openFaultControl(faults, folder);
  return [...texts, `${OUTSIDE}${folder}`];
}

/**
 * What was armed when a run wrote that is looked at again: what it spoiled is
 * still there, and no fault of the storage.
 */
export function earlierFaults(
  { faultsArmed = [] }: Pick<RunState, "faultsArmed">,
): string[] {
  const mark = " when it was written";
  return faultsArmed.map((text) => text.endsWith(mark) ? text : text + mark);
}

/** The first lines of a run with faults: the mark, and how to arm more. */
export function faultLines(
  faultsArmed: readonly string[],
  args: Pick<Args, "text">,
  processId: number,
): string[] {
  const mark = faultMark({ faultsArmed });
  const folder = args.text("fault-control");
  return [
    ...(mark === null ? [] : [mark]),
    ...(folder === undefined ? [] : [faultControlHint(folder, processId)]),
  ];
}

/** What a recording says of faults; both empty in a clean run. */
export interface FaultsMet {
  /** What was armed, each with what became of it. */
  readonly faultsArmed: readonly string[];
  /** Points that were armed or reached. */
  readonly faultPoints?: readonly FaultPointCount[];
}

/**
 * What was armed, each with how often it was reached and changed an outcome: a
 * point that was never reached shows nothing, and must not look as if it had.
 * What was armed from outside is named too, also when it was disarmed again;
 * `fiu-ctrl` itself takes any name, and says nothing of one that no point has.
 */
export function faultsMet(
  armed: readonly string[],
  states: readonly FaultState[],
): FaultsMet {
  if (armed.length === 0) return { faultsArmed: [] };
  const stateOf = new Map(states.map((state) => [state.name, state]));
  const outside = states.filter(({ fired, name }) =>
    fired > 0 && !armed.some((text) => pointOf(text) === name)
  );
  const texts = [...armed, ...outside.map(({ name }) => name)].map((text) => {
    const state = stateOf.get(pointOf(text));
    if (state !== undefined) return `${text} ${countText(state)}`;
    return text.startsWith(OUTSIDE) && outside.length === 0
      ? `${text} armed nothing that fired`
      : text;
  });
  const points = states.filter((state) => state.hits > 0 || state.armed)
    .map(({ name, hits, fired }) => ({ point: name, reached: hits, fired }));
  return { faultsArmed: texts, faultPoints: points };
}

function countText({ fired, hits }: FaultState): string {
  if (hits === 0) return "never reached";
  return `reached ${timesText(hits)}, ` +
    (fired === 0 ? "never fired" : `fired ${timesText(fired)}`);
}

function timesText(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

function pointOf(text: string): string {
  return text.split(":")[0] ?? text;
}

function explain(text: string, faults: Faults, error: CoreError): string {
  const name = pointOf(text);
  const names = faults.list().map((point) => point.name);
  if (names.includes(name)) {
    return `Cannot read fault "${text}": after a point come :after=N, ` +
      ":every=M, :count=K, :seed=S and :arg=X, each a whole number " +
      `(${error.statusName})`;
  }
  return `Cannot arm fault "${text}": there is no point "${name}"` +
    `${didYouMean(name, names)}, see "stor-verify faults"`;
}
