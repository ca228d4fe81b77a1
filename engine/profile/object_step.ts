/**
 * What the user asks for where keys are loaded: the objects that all steps
 * share, and one step over them. Units resolved, defaults filled in.
 */
import type { SteadyState } from "./steady_state.ts";

/** In the order in which reports list them. */
export const OBJECT_OPS = [
  "get",
  "range",
  "put",
  "upload",
  "head",
  "list",
  "delete",
] as const;

/** `range` reads a part of an object, `upload` puts it up in parts. */
export type ObjectOp = typeof OBJECT_OPS[number];

/** The objects that all steps of a profile share on each target. */
export interface ObjectsAsked {
  /** Names that may exist; a put chooses among them. */
  readonly keys: number;
  readonly sizes: ObjectSizes;
  readonly keyStyle:
    | { readonly kind: "flat" }
    | { readonly kind: "tree"; readonly width: number };
  /** A put of that size or more goes up in parts; 0: never. */
  readonly multipartFromBytes: number;
  readonly partBytes: number;
  readonly compressPercent: number;
  readonly dedupePercent: number;
}

/** How large an object is; drawn again each time a key is put. */
export type ObjectSizes =
  | { readonly kind: "fixed"; readonly bytes: number }
  | {
    readonly kind: "uniform";
    readonly minBytes: number;
    readonly maxBytes: number;
  }
  | {
    readonly kind: "lognormal";
    readonly medianBytes: number;
    /** Of the natural logarithm of the size. */
    readonly sigma: number;
    readonly minBytes: number;
    readonly maxBytes: number;
  }
  | {
    readonly kind: "list";
    readonly sizes: readonly {
      readonly bytes: number;
      readonly weight: number;
    }[];
  };

/** A load of keys. Percentages are 0 to 100. */
export interface ObjectStep {
  readonly kind: "object";
  readonly name: string;
  /** Shares that add up to 100; an operation that is absent is not done. */
  readonly op: Readonly<Partial<Record<ObjectOp, number>>>;
  readonly pattern: ObjectPattern;
  readonly rangeBytes: number;
  /** Keys of one page. */
  readonly listLimit: number;
  /** Parts of one upload in flight. */
  readonly partDepth: number;
  /** At least one of the three, or one operation for each key. */
  readonly totalBytes?: number;
  readonly ops?: number;
  readonly durationNs?: number;
  readonly warmupNs: number;
  /** Absent: the step never ends early. */
  readonly steadyState?: SteadyState;
  readonly lanes: number;
  readonly depth: number;
  readonly rate?: {
    readonly perSecond: number;
    readonly arrival: "constant" | "poisson";
  };
  readonly verify: "always" | "never";
  /** The step fails after more failed operations than that. */
  readonly errorsMax: number;
  /** Of one operation; 1 means that nothing is tried again. */
  readonly attempts: number;
}

export type ObjectPattern =
  | { readonly kind: "sequential" | "random" }
  | { readonly kind: "zipf"; readonly theta: number }
  | {
    readonly kind: "hot-band";
    readonly spacePercent: number;
    readonly accessPercent: number;
  };

/** The smallest and the largest object that can be drawn, in bytes. */
export function sizeBounds(
  sizes: ObjectSizes,
): { readonly minBytes: number; readonly maxBytes: number } {
  switch (sizes.kind) {
    case "fixed":
      return { minBytes: sizes.bytes, maxBytes: sizes.bytes };
    case "list": {
      const all = sizes.sizes.map(({ bytes }) => bytes);
      return { minBytes: Math.min(...all), maxBytes: Math.max(...all) };
    }
    default:
      return { minBytes: sizes.minBytes, maxBytes: sizes.maxBytes };
  }
}

/** The operations of a step, in the order of `OBJECT_OPS`. */
export function objectOps({ op }: Pick<ObjectStep, "op">): ObjectOp[] {
  return OBJECT_OPS.filter((name) => (op[name] ?? 0) > 0);
}
