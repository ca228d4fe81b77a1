/**
 * Runs the conformance cases over a backend, one after another, and says of
 * each whether the promise held, was broken, is not claimed, or could not be
 * tried because the world failed. Takes away the keys that it put.
 */
import { CAPABILITIES, type Capability } from "../capability.ts";
import type { Backend } from "../contract.ts";
import { StorageError } from "../errors.ts";
import type { ConformanceCase } from "./case.ts";
import { CONFORMANCE_CASES } from "./conformance_cases.ts";
import { KeyTracker } from "./key_tracker.ts";
import { isWorldKind, NotTried, PromiseBroken } from "./promise.ts";
import { seededBytes } from "../seeded.ts";

export type ConformanceOutcome = "held" | "broken" | "not claimed" | "failed";

/** What became of one case; `reason` is a sentence for people. */
export interface ConformanceResult {
  readonly id: string;
  readonly proves: Capability;
  readonly outcome: ConformanceOutcome;
  readonly reason: string;
}

export interface ConformanceOptions {
  /** Repeats every byte; print it. */
  readonly seed: number;
  /** All cases when absent. */
  readonly select?: (id: string) => boolean;
  readonly onResult?: (result: ConformanceResult) => void;
}

export interface ConformanceReport {
  readonly results: readonly ConformanceResult[];
  /** Keys that could not be taken away again. */
  readonly left: readonly string[];
}

/**
 * Never throws for what the backend does. A refusal case whose capability is
 * claimed has no result, because the promise's own cases stand for it.
 */
export async function runConformance(
  backend: Backend,
  options: ConformanceOptions,
): Promise<ConformanceReport> {
  const results: ConformanceResult[] = [];
  const left: string[] = [];
  for (const [index, each] of CONFORMANCE_CASES.entries()) {
    if (options.select?.(each.id) === false) continue;
    const isClaimed = backend.capabilities.has(each.proves);
    if (each.when === "undeclared" && isClaimed) continue;
    const tracker = new KeyTracker(backend);
    const { seed } = options;
    const prefix = prefixOf(seed, index);
    const result = await runCase(each, tracker, { seed, prefix });
    results.push(result);
    options.onResult?.(result);
    left.push(...await tracker.clean());
  }
  return { results, left };
}

/** Below which a case puts its keys; `null` for an id that is not known. */
export function conformancePrefix(id: string, seed: number): string | null {
  const index = CONFORMANCE_CASES.findIndex((each) => each.id === id);
  return index < 0 ? null : prefixOf(seed, index);
}

function prefixOf(seed: number, index: number): string {
  return `conform-${seed}-${index}/`;
}

async function runCase(
  each: ConformanceCase,
  backend: Backend,
  place: { readonly seed: number; readonly prefix: string },
): Promise<ConformanceResult> {
  const { id, proves } = each;
  const end = (outcome: ConformanceOutcome, reason: string) => {
    return { id, proves, outcome, reason };
  };
  const lacking = each.when === "undeclared"
    ? []
    : [proves, ...each.needs].filter((one) => !backend.capabilities.has(one));
  if (lacking.length > 0) {
    return end("not claimed", `It lacks ${lacking.join(", ")}`);
  }
  try {
    await each.body(backend, {
      ...place,
      bytes: (sizeBytes, salt) => seededBytes(sizeBytes, place.seed, salt),
    });
  } catch (error) {
    if (error instanceof NotTried) return end("not claimed", error.message);
    if (error instanceof PromiseBroken) return end("broken", error.message);
    if (error instanceof StorageError) {
      const outcome = isWorldKind(error.kind) ? "failed" : "broken";
      return end(outcome, `${error.kind}: ${error.message}`);
    }
    const reason = error instanceof Error
      ? `${error.name}: ${error.message}`
      : String(error);
    return end("broken", `It threw what is no StorageError: ${reason}`);
  }
  return end("held", CAPABILITIES[proves]);
}
