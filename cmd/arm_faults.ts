/** Arms fault points by flags; a run with any of them is never a clean one. */
import { CoreError, type CoreFaults, type FaultState } from "../ffi/mod.ts";
import type { Args, Flag } from "./command.ts";
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
  {
    name: "fault-control",
    value: "DIR",
    summary: "Let fiu-ctrl arm points from outside, through DIR/stor-verify",
  },
];

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
  faults.control(`${folder}/stor-verify`);
  return [...texts, `fiu-ctrl in ${folder}`];
}

/**
 * What was armed, each with how often it changed an outcome: a point that was
 * never reached shows nothing, and must not look as if it had.
 */
export function firedFaults(
  armed: readonly string[],
  states: readonly FaultState[],
): string[] {
  const firedBy = new Map(states.map(({ fired, name }) => [name, fired]));
  const outside = states.filter(({ fired, name }) =>
    fired > 0 && !armed.some((text) => pointOf(text) === name)
  );
  return [...armed, ...outside.map(({ name }) => name)].map((text) => {
    const fired = firedBy.get(pointOf(text));
    return fired === undefined ? text : `${text} ${timesText(fired)}`;
  });
}

function timesText(fired: number): string {
  if (fired === 0) return "never fired";
  return fired === 1 ? "fired once" : `fired ${fired} times`;
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
