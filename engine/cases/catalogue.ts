/**
 * Every case that is known: those that the source documents name, from a
 * table, and those of the conformance suite, handed in. The table lies beside
 * this file and is read by whoever may touch the disk.
 */
import { absentReason } from "./absent_case.ts";
import { BODY_CASES } from "./body_cases.ts";
import type { Case, CaseWay } from "./case.ts";

const HEADER = "case\tsource\tmeaning";

/** A case of the conformance suite, as its suite tells it. */
export interface SuiteCase {
  readonly id: string;
  /** The sentence that the case tries to break. */
  readonly promise: string;
}

/** A promise or a bug that is tried against every power cut. */
export interface TrialCase {
  /** `file-put`: becomes the case `crash.file_put`. */
  readonly id: string;
  readonly promise: string;
  readonly isBug: boolean;
}

/** Where a run may write a file of its own, or needs none. */
const CRASH_SCHEMES = ["file", "direct", "mem"] as const;

/** All cases, in the order in which they run and are shown. */
export class Catalogue {
  readonly cases: readonly Case[];
  readonly #byId: ReadonlyMap<string, Case>;

  /** Throws a `TypeError` for two cases with one id. */
  constructor(cases: readonly Case[]) {
    this.cases = cases;
    this.#byId = new Map(cases.map((each) => [each.id, each]));
    const twin = cases.find((each) => this.#byId.get(each.id) !== each);
    if (twin !== undefined) {
      throw new TypeError(`Cannot know two cases by the id "${twin.id}"`);
    }
  }

  get ids(): readonly string[] {
    return this.cases.map(({ id }) => id);
  }

  /** Throws a `TypeError` for an id that no selection can have given. */
  find(id: string): Case {
    const found = this.#byId.get(id);
    if (found === undefined) throw new TypeError(`There is no case "${id}"`);
    return found;
  }
}

/** Where the table is, also inside the binary. */
export function caseTableUrl(): URL {
  return new URL("./builtin/cases.tsv", import.meta.url);
}

export interface CatalogueOptions {
  /** Text of the table: id, source, meaning, parted by tabs. */
  readonly table: string;
  readonly suite: readonly SuiteCase[];
  readonly trials?: readonly TrialCase[];
}

/** Throws a `TypeError` for a damaged table: it is part of the program. */
export function makeCatalogue(options: CatalogueOptions): Catalogue {
  const { suite, table, trials = [] } = options;
  return new Catalogue([
    ...suite.map(({ id, promise }): Case => ({
      id,
      source: "conformance suite",
      meaning: promise,
      way: { kind: "conformance" },
    })),
    ...trials.map((trial): Case => ({
      id: `crash.${trial.id.replaceAll("-", "_")}`,
      source: "power cuts",
      meaning: trial.isBug ? `It is found: ${trial.promise}` : trial.promise,
      way: {
        kind: "power-cuts",
        schemes: CRASH_SCHEMES,
        subject: trial.id,
        isBug: trial.isBug,
      },
    })),
    ...(trials.length > 0 ? [allTrials(trials)] : []),
    ...readTable(table),
  ]);
}

function allTrials(trials: readonly TrialCase[]): Case {
  const idsOf = (isBug: boolean) =>
    trials.filter((one) => one.isBug === isBug).map(({ id }) => id);
  return {
    id: "crash.states",
    source: "power cuts",
    meaning: "10,000 distinct states at least, no promise broken, and every " +
      "bug found",
    way: {
      kind: "power-cuts-total",
      schemes: CRASH_SCHEMES,
      promises: idsOf(false),
      bugs: idsOf(true),
    },
    // Alone it makes every state by itself: a minute, on a host at rest.
    timeoutNs: 900e9,
  };
}

function readTable(table: string): Case[] {
  const [header, ...lines] = table.trimEnd().split("\n");
  if (header !== HEADER) {
    throw new TypeError(
      `Cannot read the table of cases: it begins "${header}"`,
    );
  }
  return lines.map((line, index): Case => {
    const [id, source, meaning, ...rest] = line.split("\t");
    if (!id || !source || !meaning || rest.length > 0) {
      throw new TypeError(
        `Cannot read line ${
          index + 2
        } of the table of cases: it is "${line}", ` +
          "and should be id, source and meaning",
      );
    }
    const { timeoutNs, isSlow } = builtOf(id) ?? {};
    return {
      ...{ id, source, meaning, way: wayOf(id) },
      ...(timeoutNs !== undefined && { timeoutNs }),
      ...(isSlow && { isSlow }),
    };
  });
}

function builtOf(id: string) {
  return BODY_CASES.find((each) => each.id === id);
}

function wayOf(id: string): CaseWay {
  const built = builtOf(id);
  return built === undefined
    ? { kind: "absent", reason: absentReason(id) }
    : { kind: "body", schemes: built.schemes };
}
