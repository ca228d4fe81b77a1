/** What steps over tables are handed: targets as keys, ports of the core. */
import type { TableLoadPorts } from "../../engine/mod.ts";
import type { Context } from "../context.ts";
import type { Wiring } from "../wiring.ts";
import { openTableJournal } from "./table_journal.ts";
import { tablePorts } from "./table_ports.ts";

export interface TableSiteOptions {
  readonly context: Pick<Context, "env">;
  readonly wiring: Wiring;
  /** Of the file that knows what was acknowledged in a step. */
  journalPath(target: string, step: string): string;
  /** Leaves tables where they are. */
  readonly keeps: boolean;
}

/** Fails later with the `StorageError` of whatever is asked. */
export function tableSites(
  { context, journalPath, keeps, wiring }: TableSiteOptions,
): TableLoadPorts {
  return {
    tables: tablePorts(wiring.core, context),
    backend: (target) => wiring.backend(target),
    journal: (target, step) => openTableJournal(journalPath(target, step)),
    keeps,
  };
}
