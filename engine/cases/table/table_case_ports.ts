/** What cases of tables are handed beside the target. */
import type { CommitProtocol, TablePorts } from "../../workloads/table/mod.ts";

export interface TableCasePorts extends TablePorts {
  nowNs(): number;
  /** How versions get their names; a test hands over a way that races. */
  readonly protocol?: CommitProtocol;
  /** What this process holds, once what nobody needs was collected. */
  heldBytes(): Promise<number>;
  /** Files and sockets that it has open; `null` where nobody can tell. */
  openFiles(): number | null;
  /** Share of the rows and rounds that the stress cases ask for: 1 is all. */
  readonly stressScale: number;
}
