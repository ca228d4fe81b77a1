/**
 * One family of metrics: its name, its type, and its samples. Written as
 * OpenMetrics, or as the older text of Prometheus for who asks for no other.
 */

/** Kinds of families that are used here. */
export type MetricType = "counter" | "gauge" | "info" | "stateset" | "summary";

const PREFIX = "stor_verify_";

/** Samples of the type `counter` get `_total`, of `info` `_info`. */
const SUFFIX: Readonly<Partial<Record<MetricType, string>>> = {
  counter: "_total",
  info: "_info",
};

/** Types that the older text has not: it calls them gauges. */
const NEWER: readonly MetricType[] = ["info", "stateset"];

/** `text`: version 0.0.4 of Prometheus, without units, and without an end. */
export type MetricFormat = "openmetrics" | "text";

/** What a family says of itself. */
export interface MetricWords {
  readonly type: MetricType;
  readonly help: string;
  /** As `seconds`; must be the end of the name too. */
  readonly unit?: string;
}

/** Grows by `add()`; a family without samples is not written. */
export class MetricFamily {
  readonly #name: string;
  readonly #type: MetricType;
  readonly #help: string;
  readonly #unit: string | undefined;
  readonly #samples: string[] = [];

  constructor(name: string, { type, help, unit }: MetricWords) {
    this.#name = PREFIX + name;
    this.#type = type;
    this.#help = help;
    this.#unit = unit;
  }

  add(value: number, labels: Readonly<Record<string, string>>): this {
    this.#push(SUFFIX[this.#type] ?? "", value, labels);
    return this;
  }

  /** `count` and `sum` of a summary. */
  addPart(
    part: "count" | "sum",
    value: number,
    labels: Readonly<Record<string, string>>,
  ): this {
    this.#push(`_${part}`, value, labels);
    return this;
  }

  lines(format: MetricFormat = "openmetrics"): string[] {
    if (this.#samples.length === 0) return [];
    const isOlder = format === "text";
    const type = isOlder && NEWER.includes(this.#type) ? "gauge" : this.#type;
    // There a family is called as its samples are.
    const name = this.#name + (isOlder ? SUFFIX[this.#type] ?? "" : "");
    return [
      // First, because a file begins with what the first family says.
      `# HELP ${name} ${escape(this.#help)}`,
      `# TYPE ${name} ${type}`,
      ...(this.#unit === undefined || isOlder
        ? []
        : [`# UNIT ${this.#name} ${this.#unit}`]),
      ...this.#samples,
    ];
  }

  #push(
    suffix: string,
    value: number,
    labels: Readonly<Record<string, string>>,
  ): void {
    const told = Object.entries(labels)
      .map(([name, text]) => `${name}="${escape(text)}"`);
    const set = told.length === 0 ? "" : `{${told.join(",")}}`;
    this.#samples.push(`${this.#name}${suffix}${set} ${value}`);
  }
}

/** The whole text; OpenMetrics must end in `# EOF`. */
export function renderMetrics(
  families: readonly MetricFamily[],
  format: MetricFormat = "openmetrics",
): string {
  const lines = families.flatMap((family) => family.lines(format));
  return [...lines, ...(format === "text" ? [] : ["# EOF"]), ""].join("\n");
}

function escape(text: string): string {
  return text.toWellFormed().replaceAll("\\", "\\\\").replaceAll('"', '\\"')
    .replaceAll("\n", "\\n");
}
