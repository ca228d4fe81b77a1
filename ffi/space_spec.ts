/**
 * How a space is made and what is known of it afterwards. A space is what a
 * load covers: files of one size laid end to end, and the oracle that knows
 * what each unit must hold. Fields as `struct sv_space_spec` documents them.
 */

/** How one space is made. Everything is decided by the plan. */
export interface SpaceSpec {
  readonly runId: bigint;
  readonly runKey: bigint;
  /** Names of the files below the target, in order; a device has one: "". */
  readonly files: readonly SpaceFile[];
  readonly fileBytes: number;
  readonly unitBytes: 512 | 4096;
  readonly mode: "create" | "open" | "recover";
  readonly readOnly: boolean;
  readonly allocate: boolean;
  readonly dsync: boolean;
  readonly compressPermille: number;
  readonly dedupePermille: number;
  /** Number of the first file in the run; the others follow. */
  readonly objectTag: number;
  /** Over a store: bytes of the objects that each file is cut into. */
  readonly objectBytes?: number;
  /** Path of the oracle file; absent keeps it in memory. */
  readonly oraclePath?: string;
}

export interface SpaceFile {
  readonly name: string;
  readonly objectId: bigint;
}

export interface SpaceFacts {
  readonly units: number;
  readonly unitsWritten: number;
  readonly unitsUnsettled: number;
  readonly generationMax: number;
  readonly mapInUse: boolean;
}
