/**
 * What a table that fails means for the exit code: damage is evidence against
 * the storage, a wrong word is the caller's, the rest is the world's.
 */
import { StorageError } from "../../backends/mod.ts";
import { TableError } from "../../engine/mod.ts";
import type { Context } from "../context.ts";
import type { ExitCode } from "../exit_code.ts";
import { UsageError } from "../usage_error.ts";

const DAMAGE: readonly TableError["kind"][] = [
  "CorruptFile",
  "CorruptManifest",
  "FileMissing",
  "Misaligned",
];

const USAGE: readonly TableError["kind"][] = [
  "Encrypted",
  "InvalidArgument",
  "SchemaMismatch",
];

/** The code of `action`; 1, with the sentence on stderr, for damage. */
export async function judged(
  { stderr }: Pick<Context, "stderr">,
  action: () => Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    const { kind, message } = error;
    if (DAMAGE.includes(kind)) {
      stderr.write(`stor-verify: ${message}\n`);
      return 1;
    }
    if (USAGE.includes(kind)) throw new UsageError([hinted(error)]);
    throw new StorageError(message, {
      kind: kind === "TableMissing" ? "NotFound" : "Unexpected",
      operation: "open table",
      cause: error,
    });
  }
}

/**
 * The code of a list in which each entry fails with a kind or with none: what
 * is wrong with the storage weighs more than what another program wrote.
 */
export function exitOf(
  kinds: readonly (TableError["kind"] | null)[],
): ExitCode {
  const failed = kinds.filter((kind) => kind !== null);
  if (failed.length === 0) return 0;
  return failed.every((kind) => kind === "NewerManifest") ? 3 : 1;
}

function hinted({ kind, message }: TableError): string {
  return kind === "Encrypted" ? `${message}: give the key with --key` : message;
}
