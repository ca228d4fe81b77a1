/** The table of a step that writes one: where it lies, and which rows it has. */
import type { Backend } from "../../../backends/mod.ts";
import type { ArrowLibrary } from "./arrow_library.ts";
import { KnownRows } from "./known_rows.ts";
import type { PlannedTableStep } from "./planned_table.ts";
import { openTable, type Table } from "./table.ts";
import type { TablePorts } from "./table_ports.ts";

/** What every part of such a step works with. */
export interface LoadOptions {
  readonly step: PlannedTableStep;
  readonly backend: Backend;
  readonly ports: TablePorts;
}

/** The newest version, or version 0 where nothing was committed. */
export function openLoaded(
  { backend, ports, step }: LoadOptions,
): Promise<Table> {
  const path = step.keyPrefix.slice(0, -1);
  return openTable({ backend, path, ports, mayBeNew: true });
}

/** The same rows for equal seeds, whoever asks. */
export function rowsOf(
  arrow: ArrowLibrary,
  { seed, vectorBytes }: PlannedTableStep,
): KnownRows {
  return new KnownRows({
    arrow,
    seed: Number.parseInt(seed.slice(-8), 16),
    vectorSizeBytes: vectorBytes,
  });
}

/** Deletes all of it; resolves to false where the storage refuses. */
export async function removeLoaded(
  { backend, step }: LoadOptions,
): Promise<boolean> {
  const prefix = step.keyPrefix;
  const keys: string[] = [];
  try {
    let after: string | undefined;
    do {
      const page = await backend.list(
        after === undefined ? { prefix } : { prefix, after },
      );
      keys.push(...page.objects.map(({ key }) => key));
      after = page.next;
    } while (after !== undefined);
    for (const key of keys) await backend.delete(key);
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "StorageError") return false;
    throw error;
  }
}
