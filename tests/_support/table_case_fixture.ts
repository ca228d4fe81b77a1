/** What cases of tables are handed in a test: Parquet in memory, no clock. */
import type { TableCasePorts } from "../../engine/mod.ts";
import { tablePorts } from "../engine/workloads/table/table_fixture.ts";

/** Ports of a host that holds nothing; a test sets what it is about. */
export function tableCasePorts(
  options: Partial<TableCasePorts> = {},
): TableCasePorts {
  let ns = 0;
  return {
    ...tablePorts(),
    nowNs: () => ns += 1e9,
    heldBytes: () => Promise.resolve(0),
    openFiles: () => 0,
    stressScale: 0.0001,
    ...options,
  };
}
