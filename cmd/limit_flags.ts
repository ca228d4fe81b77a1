/** What `find-limit` is asked for: its flags, read and checked together. */
import {
  type LoadStep,
  loadToVary,
  parsePercent,
  parseRate,
  type Profile,
  withObjective,
} from "../engine/mod.ts";
import type { LimitSearchOptions } from "../engine/report/limit/mod.ts";
import type { Args, Flag } from "./command.ts";
import type { Context } from "./context.ts";
import { readSelection, type Selection } from "./selection.ts";
import { joinMistakes, UsageError } from "./usage_error.ts";

/** Flags beside those that choose profile and targets. */
export const LIMIT_FLAGS: readonly Flag[] = [
  {
    name: "objective",
    value: "TEXT",
    summary: "What must hold, as in 'p99 <= 5ms' or 'write.p99.9 < 20ms'",
  },
  {
    name: "step",
    value: "NAME",
    summary: "Load that is offered the rates; default: the profile's last " +
      "open loop, else its last load that lasts a time",
  },
  {
    name: "from",
    value: "RATE",
    summary: "First rate to try; default: 1000/s",
  },
  {
    name: "to",
    value: "RATE",
    summary: "Highest rate to try; default: 1000000/s",
  },
  {
    name: "precision",
    value: "PERCENT",
    summary: "How close the rate that held and the one that did not come " +
      "together; default: 5%",
  },
];

/** What the core can be asked for; see `perSecond` of profiles. */
const RATE_BOUNDS = { min: 1, max: 1e9 } as const;
/** From 1/s to 1,000,000/s and to 1 % between takes 32. */
const TRIALS_MAX = 48;
/** Of a load that has no time of its own. */
const TRIAL_NS = 5e9;

/** Everything that a search needs to know beforehand. */
export interface LimitAsked {
  readonly selection: Selection;
  readonly step: LoadStep;
  /** As typed. */
  readonly text: string;
  /** The profile with the objective alone. */
  readonly objectives: Profile["objectives"];
  readonly search: LimitSearchOptions;
  readonly durationNs: number;
}

/** Fails with all that is wrong with the flags, at once. */
export function readLimit(context: Context, args: Args): LimitAsked {
  const errors: unknown[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      errors.push(error);
      return undefined;
    }
  };
  const text = args.text("objective") ?? "";
  if (text === "") {
    errors.push(
      new UsageError([
        "Cannot search for a limit of nothing: give what must hold, as in " +
        "--objective 'p99 <= 5ms'",
      ]),
    );
  }
  const search = attempt(() => searchOptions(args));
  const selection = attempt(() => readSelection(context, args));
  const step = selection && attempt(() => {
    const name = args.text("step");
    return loadToVary(selection.profile, {
      isOpenLoop: true,
      ...(name === undefined ? {} : { name }),
    });
  });
  const asked = selection && step && text !== "" &&
    attempt(() => withObjective(selection.profile, step, text));
  if (errors.length > 0 || !selection || !search || !step || !asked) {
    throw joinMistakes(errors);
  }
  const { objectives } = asked;
  return { selection, step, text, objectives, search, durationNs: TRIAL_NS };
}

function searchOptions(args: Args): LimitSearchOptions {
  const mistakes: string[] = [];
  const read = (
    name: string,
    parse: (text: string) => number,
    bounds: { readonly min: number; readonly max: number; unit: string },
  ) => {
    const text = args.text(name);
    if (text === undefined) return undefined;
    try {
      const value = parse(text);
      if (value >= bounds.min && value <= bounds.max) return value;
      mistakes.push(
        `Cannot use --${name} ${text}: it must be ${bounds.min}${bounds.unit} ` +
          `to ${bounds.max}${bounds.unit}`,
      );
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      mistakes.push(`Cannot use --${name}: ${error.message}`);
    }
    return undefined;
  };
  const from = read("from", parseRate, { ...RATE_BOUNDS, unit: "/s" }) ?? 1e3;
  const to = read("to", parseRate, { ...RATE_BOUNDS, unit: "/s" }) ?? 1e6;
  const percent = read("precision", parsePercent, {
    ...{ min: 1, max: 100, unit: "%" },
  });
  if (mistakes.length === 0 && to < from) {
    const last = args.has("to")
      ? `--to ${args.text("to")}`
      : "the highest rate, 1000000/s";
    mistakes.push(
      `Cannot search from ${from}/s up to ${to}/s: ${last} must be at least ` +
        "--from",
    );
  }
  if (mistakes.length > 0) throw new UsageError(mistakes);
  return {
    fromPerSecond: from,
    toPerSecond: to,
    precision: (percent ?? 5) / 100,
    trialsMax: TRIALS_MAX,
  };
}
