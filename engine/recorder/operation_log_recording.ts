/** Where each operation of a run was kept one by one, and how many. */

/** Of one step on one target. */
export interface LoggedStep {
  readonly target: string;
  readonly step: string;
  /** Rows, those of the warm-up and failed ones too. */
  readonly kept: number;
  /** Came too fast, or never reached the file: only in the counts. */
  readonly lost: number;
}

/** A file of operations. */
export interface OperationLogRecording {
  readonly path: string;
  readonly kept: number;
  readonly lost: number;
  /** In the order in which they began. */
  readonly steps: readonly LoggedStep[];
  /** One sentence; the file is cut. Absent: it is whole. */
  readonly failure?: string;
}

/** What recordings and reports say of it. */
export interface LoggedOperations {
  /** Present exactly when somebody asked for each operation. */
  readonly operationLog?: OperationLogRecording;
}
