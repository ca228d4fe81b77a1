/** What `sweep` goes through: values of `--vary`, read into combinations. */
import {
  didYouMean,
  parseRate,
  parseSizeBytes,
  type StepChange,
} from "../engine/mod.ts";
import type { SweptName } from "../engine/report/limit/mod.ts";
import type { Args, Flag } from "./command.ts";
import { UsageError } from "./usage_error.ts";

/** Flags beside those that choose profile and targets. */
export const SWEEP_FLAGS: readonly Flag[] = [
  {
    name: "vary",
    value: "KEY=VALUES",
    many: true,
    summary: "blockSize, depth, lanes or rate with values between commas; " +
      "several give all combinations",
  },
  {
    name: "step",
    value: "NAME",
    summary: "Load that is varied; default: the profile's last closed loop " +
      "that lasts a time",
  },
];

/** Each is a whole run: more is a mistake of typing. */
const COMBINATIONS_MAX = 500;

interface SweptKey {
  readonly field: keyof StepChange;
  readonly example: string;
  readonly min: number;
  readonly max: number;
  /** Fails with a `RangeError` that is a whole sentence. */
  parse(text: string): number;
}

/** Bounds are those of profiles. */
const KEYS: Readonly<Record<SweptName, SweptKey>> = {
  blockSize: {
    ...{
      field: "blockSizeBytes",
      example: "4KiB,64KiB",
      parse: parseSizeBytes,
    },
    ...{ min: 512, max: 16 * 1024 ** 2 },
  },
  lanes: {
    ...{ field: "lanes", example: "1,2,4", parse: parseCount },
    ...{ min: 1, max: 512 },
  },
  depth: {
    ...{ field: "depth", example: "1,4,16,64", parse: parseCount },
    ...{ min: 1, max: 4096 },
  },
  rate: {
    ...{ field: "ratePerSecond", example: "500/s,1000/s", parse: parseRate },
    ...{ min: 0.1, max: 1e9 },
  },
};
const NAMES = ["blockSize", "lanes", "depth", "rate"] as const;

/** The keys in the order of the table, and every combination of their values. */
export interface Swept {
  readonly varied: readonly SweptName[];
  readonly changes: readonly StepChange[];
}

/** Fails with a `UsageError` that holds every mistake. */
export function readVary(args: Pick<Args, "texts">): Swept {
  const mistakes: string[] = [];
  const found = new Map<SweptName, readonly number[]>();
  for (const text of args.texts("vary")) {
    const [key = "", list] = splitOnce(text);
    const name = NAMES.find((known) => known === key);
    if (name === undefined || list === undefined) {
      mistakes.push(
        name === undefined
          ? `Cannot vary "${key}"${didYouMean(key, NAMES)}`
          : `Cannot vary ${key} without values: write ${name}=` +
            KEYS[name].example,
      );
    } else if (found.has(name)) {
      mistakes.push(`Cannot vary ${name} twice: give all values in one --vary`);
    } else found.set(name, readValues(name, list, mistakes));
  }
  if (args.texts("vary").length === 0) {
    mistakes.push(
      "Cannot sweep without values: give --vary blockSize=4KiB,64KiB,1MiB, or " +
        "--vary depth=1,4,16",
    );
  }
  const changes = combine(found);
  if (changes.length > COMBINATIONS_MAX) {
    mistakes.push(
      `Cannot run ${changes.length} combinations: the most is ` +
        `${COMBINATIONS_MAX}; give fewer values`,
    );
  }
  if (mistakes.length > 0) throw new UsageError(mistakes);
  return { varied: NAMES.filter((name) => found.has(name)), changes };
}

function splitOnce(text: string): [string, string | undefined] {
  const at = text.indexOf("=");
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function readValues(
  name: SweptName,
  list: string,
  mistakes: string[],
): number[] {
  const { example, max, min, parse } = KEYS[name];
  const values: number[] = [];
  for (const text of list.split(",")) {
    try {
      const value = parse(text.trim());
      if (value < min || value > max) {
        throw new RangeError(`"${text}" must be ${min} to ${max}`);
      }
      if (values.includes(value)) {
        throw new RangeError(`"${text}" is there twice`);
      }
      values.push(value);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      mistakes.push(
        `Cannot vary ${name}: ${error.message}; as in ${name}=${example}`,
      );
    }
  }
  return values;
}

function parseCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new RangeError(`"${text}" must be a whole number`);
}

/** The last key changes fastest, so that a table reads like nested lists. */
function combine(
  found: ReadonlyMap<SweptName, readonly number[]>,
): StepChange[] {
  return NAMES.reduce<StepChange[]>((changes, name) => {
    const values = found.get(name);
    if (values === undefined) return changes;
    const { field } = KEYS[name];
    return changes.flatMap((change) =>
      values.map((value) => ({ ...change, [field]: value }))
    );
  }, [{}]);
}
