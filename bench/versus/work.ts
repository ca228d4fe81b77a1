/**
 * One piece of block work, and what a tool measured while doing it. Every
 * contender of a row is asked through this interface for the same work.
 */

export interface BlockWork {
  /** Folder that the tool may use; emptied by the caller. */
  readonly folder: string;
  /** Bypass the page cache. */
  readonly isDirect: boolean;
  readonly op: "read" | "write";
  readonly pattern: "sequential" | "random";
  readonly blockSizeBytes: number;
  readonly depth: number;
  readonly sizeBytes: number;
  /** Absent: `passes` over the size. */
  readonly durationS?: number;
  readonly passes: number;
  /** The file is written once before the measurement; always for reads. */
  readonly isPrefilled: boolean;
  /** Of fio: crc32c. Of ours: stamps are written always, `verify` reads. */
  readonly isVerified: boolean;
}

export interface Measured {
  readonly opsPerSecond: number;
  readonly bytesPerSecond: number;
  /** User and system time of the process during the load, per operation. */
  readonly cpuNsPerOp: number;
  /** User and system time of the whole process, its start included. */
  readonly processCpuNs: number;
  readonly ops: number;
}

export interface BlockTool {
  readonly name: string;
  measure(work: BlockWork): Promise<Measured>;
}
