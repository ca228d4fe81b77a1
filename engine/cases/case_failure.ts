/** What a case that threw comes to. What was thrown in, an outcome out. */
import type { StorageErrorKind } from "../../backends/mod.ts";
import type { CaseOutcome } from "./case.ts";

/**
 * Kinds that contradict what the storage itself said before: a key that was
 * acknowledged is not there, a legal call is refused. All others say that the
 * world was in the way, and nothing about the promise.
 */
const CONTRADICTIONS: readonly StorageErrorKind[] = [
  "NotFound",
  "AlreadyExists",
  "PreconditionFailed",
  "RangeNotSatisfiable",
  "InvalidKey",
  "Misaligned",
  "Unsupported",
];

/**
 * Throws `error` again when it is a mistake of this program: that must not
 * pass for a verdict about storage.
 */
export function caseFailure(error: unknown): CaseOutcome {
  if (!(error instanceof Error)) throw error;
  if (error.name === "CaseBroken") {
    return { verdict: "broken", reason: error.message };
  }
  if (error.name === "CaseSkipped") {
    return { verdict: "skipped", reason: error.message };
  }
  if (error.name === "CaseFailed" || error.name === "CoreError") {
    return { verdict: "failed", reason: error.message };
  }
  if (error.name !== "StorageError") throw error;
  const kind = "kind" in error ? error.kind : undefined;
  const isContradiction = CONTRADICTIONS.some((one) => one === kind);
  return {
    verdict: isContradiction ? "broken" : "failed",
    reason: `${String(kind)}: ${error.message}`,
  };
}
