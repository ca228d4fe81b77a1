/** Sorts what went wrong with copies: findings about storage, or the world. */
import type { CopyOutcome } from "./copy_object.ts";
import type { CopyTrouble } from "./pipeline_report.ts";

/** Kinds by which an end contradicts what it acknowledged before. */
const CONTRADICTIONS = ["ChecksumMismatch", "NotFound", "PreconditionFailed"];

/** Keeps each, with a sentence. */
export class CopyTroubles {
  readonly findings: CopyTrouble[] = [];
  readonly failed: CopyTrouble[] = [];

  /** Throws `error` again when it is a mistake of this program. */
  add(key: string, error: unknown): void {
    if (!(error instanceof Error)) throw error;
    const { message: sentence, name } = error;
    const kind = "kind" in error ? String(error.kind) : "";
    const known = ["StorageError", "CoreError", "CopyRefusal"];
    if (!known.includes(name)) throw error;
    const list = CONTRADICTIONS.includes(kind) ? this.findings : this.failed;
    list.push({ key, sentence });
  }

  /** The bytes are not those that were made. */
  differs(
    key: string,
    outcome: Extract<CopyOutcome, { state: "differs" }>,
  ): void {
    const { kind, stated, found, witness } = outcome;
    const from = witness === "destination" ? "the copy" : "the source";
    this.findings.push({
      key,
      sentence: `The ${kind} of ${from} of ${JSON.stringify(key)} is ` +
        `${found === "" ? "unknown" : found}, and should be ${stated}`,
    });
  }
}
