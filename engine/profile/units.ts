/**
 * Reads sizes, durations, rates and percentages as people write them. A unit
 * is mandatory: a bare `4096` has meant bytes, sectors and kilobytes in other
 * tools. Every function throws a `RangeError` with a whole sentence.
 */

interface UnitTable {
  /** `a size`, as it stands in sentences. */
  readonly what: string;
  readonly base: string;
  readonly example: string;
  /** Base units in one of each, longest name first where one ends another. */
  readonly units: Readonly<Record<string, number>>;
}

const SIZE: UnitTable = {
  what: "a size",
  base: "bytes",
  example: "4KiB",
  units: {
    B: 1,
    KB: 1e3,
    MB: 1e6,
    GB: 1e9,
    TB: 1e12,
    KiB: 1024,
    MiB: 1024 ** 2,
    GiB: 1024 ** 3,
    TiB: 1024 ** 4,
  },
};

const DURATION: UnitTable = {
  what: "a duration",
  base: "nanoseconds",
  example: "60s",
  units: {
    ns: 1,
    us: 1e3,
    ms: 1e6,
    s: 1e9,
    m: 60e9,
    h: 3600e9,
    d: 86_400e9,
  },
};

const RATE: UnitTable = {
  what: "a rate",
  base: "operations per second",
  example: "20000/s",
  units: { "/s": 1 },
};

/** Regular expressions of the accepted texts, for the JSON Schema. */
export const UNIT_PATTERNS = {
  size: patternOf(SIZE),
  duration: patternOf(DURATION),
  rate: patternOf(RATE),
  percent: "^\\d+(\\.\\d)?%$",
} as const;

/** `4KiB` is 4096 bytes, `4KB` is 4000. */
export function parseSizeBytes(text: string): number {
  return parseWhole(text, SIZE);
}

/** `1.5s` is 1,500,000,000 ns. Units from ns to d; `m` is a minute. */
export function parseDurationNs(text: string): number {
  return parseWhole(text, DURATION);
}

/** Operations per second; `0.5/s` is one each two seconds. */
export function parseRate(text: string): number {
  const { digits } = split(text, RATE);
  return Number(digits);
}

/** `70%` is 70. A tenth of a percent is the finest the core can do. */
export function parsePercent(text: string): number {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) {
    throw refuse(text, "a percentage", `write the sign, as in ${trimmed}%`);
  }
  if (!/^\d+(\.\d+)?%$/.test(trimmed)) {
    throw refuse(text, "a percentage", "write a number and %, as in 50%");
  }
  const percent = Number(trimmed.slice(0, -1));
  if (!new RegExp(UNIT_PATTERNS.percent).test(trimmed)) {
    throw refuse(text, "a percentage", "the finest step is 0.1%");
  }
  if (percent > 100) {
    throw refuse(text, "a percentage", "it must be 0% to 100%");
  }
  return percent;
}

/** In decimal digits and integers, so that `1.1KB` is 1100 and not beside. */
function parseWhole(text: string, table: UnitTable): number {
  const { digits, unit } = split(text, table);
  const [whole = "0", fraction = ""] = digits.split(".");
  const scale = 10n ** BigInt(fraction.length);
  const product = BigInt(whole + fraction) * BigInt(table.units[unit] ?? 0);
  if (product % scale !== 0n) {
    throw refuse(text, table.what, `it is not a whole number of ${table.base}`);
  }
  const value = product / scale;
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
    const most = Number.MAX_SAFE_INTEGER;
    throw refuse(text, table.what, `the most is ${most} ${table.base}`);
  }
  return Number(value);
}

function split(text: string, table: UnitTable) {
  const trimmed = text.trim();
  if (/^[-+]/.test(trimmed)) {
    throw refuse(text, table.what, "it must have no sign");
  }
  const match = /^(\d{1,30}(?:\.\d{1,30})?)\s*((?:[^\d\s.]\S*)?)$/.exec(
    trimmed,
  );
  if (match === null) {
    throw refuse(
      text,
      table.what,
      `write a number and a unit, as in ${table.example}`,
    );
  }
  const [, digits = "", unit = ""] = match;
  if (unit === "") {
    throw refuse(text, table.what, `give a unit, as in ${table.example}`);
  }
  if (!Object.hasOwn(table.units, unit)) {
    throw refuse(text, table.what, unknownUnit(unit, table));
  }
  return { digits, unit };
}

function unknownUnit(unit: string, table: UnitTable): string {
  const known = Object.keys(table.units);
  const bare = unit.toLowerCase().replace(/i?b$/, "");
  const near = known.filter((name) =>
    name.toLowerCase().replace(/i?b$/, "") === bare
  );
  const hint = near.length > 0 ? `write ${near.join(" or ")}` : null;
  return `unit "${unit}" is unknown, ${
    hint ?? `known are ${known.join(", ")}`
  }`;
}

function refuse(text: string, what: string, reason: string): RangeError {
  const shown = text.length > 40 ? `${text.slice(0, 40)}...` : text;
  return new RangeError(`Cannot read "${shown}" as ${what}: ${reason}`);
}

function patternOf(table: UnitTable): string {
  return `^\\d{1,30}(\\.\\d{1,30})?\\s*(${
    Object.keys(table.units).join("|")
  })$`;
}
