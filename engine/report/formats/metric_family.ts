/** One family of OpenMetrics: its name, its type, and its samples. */

/** Kinds of families that are used here. */
export type MetricType = "counter" | "gauge" | "info" | "stateset" | "summary";

const PREFIX = "stor_verify_";

/** Samples of the type `counter` get `_total`, of `info` `_info`. */
const SUFFIX: Readonly<Partial<Record<MetricType, string>>> = {
  counter: "_total",
  info: "_info",
};

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

  lines(): string[] {
    if (this.#samples.length === 0) return [];
    return [
      // First, because a file begins with what the first family says.
      `# HELP ${this.#name} ${escape(this.#help)}`,
      `# TYPE ${this.#name} ${this.#type}`,
      ...(this.#unit === undefined
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

/** The whole text; it must end in `# EOF`. */
export function renderMetrics(families: readonly MetricFamily[]): string {
  const lines = families.flatMap((family) => family.lines());
  return [...lines, "# EOF", ""].join("\n");
}

function escape(text: string): string {
  return text.toWellFormed().replaceAll("\\", "\\\\").replaceAll('"', '\\"')
    .replaceAll("\n", "\\n");
}
