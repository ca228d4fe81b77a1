/**
 * Keeps one space open per target and hands it from step to step. O_DSYNC is a
 * property of the open files, so a step that differs in it gets the space
 * reopened by its own oracle; nothing that was acknowledged is forgotten.
 */
import type { BlockFace, Space, SpaceSpec } from "../../backends/mod.ts";
import {
  hexToU64,
  type PlannedSpace,
  type PlannedTarget,
} from "../plan/mod.ts";

/** What a keeper opens, and how the first time. */
export interface SpaceKeeperOptions {
  readonly runId: string;
  readonly target: PlannedTarget;
  readonly space: PlannedSpace;
  readonly face: BlockFace;
  readonly mode: "create" | "recover";
  readonly oraclePath: string | undefined;
}

/** Opens, reopens and closes the space of one target. */
export class SpaceKeeper {
  readonly #options: SpaceKeeperOptions;
  #space: Space | null = null;
  #dsync = false;
  #wasOpened = false;

  constructor(options: SpaceKeeperOptions) {
    this.#options = options;
  }

  /** Fails with a `StorageError`; then no space is open. */
  async open(dsync: boolean): Promise<Space> {
    const { kind } = this.#options.space;
    // Neither memory nor the null target has anything to flush.
    const wanted = dsync && (kind === "directory" || kind === "device");
    if (this.#space !== null && this.#dsync === wanted) return this.#space;
    await this.close();
    this.#space = await this.#options.face.open(this.#spec(wanted));
    this.#dsync = wanted;
    this.#wasOpened = true;
    return this.#space;
  }

  /** True when `open(dsync)` would forget what an oracle in memory knows. */
  wouldForget(dsync: boolean): boolean {
    const { kind } = this.#options.space;
    const isStored = kind !== "memory" && kind !== "null";
    return isStored && this.#wasOpened && this.#dsync !== dsync &&
      this.#options.oraclePath === undefined;
  }

  /** Harmless when nothing is open. */
  async close(): Promise<void> {
    const space = this.#space;
    this.#space = null;
    await space?.close();
  }

  /** Lets go of the space without closing it: its lanes were abandoned. */
  abandon(): void {
    this.#space = null;
  }

  #spec(dsync: boolean): SpaceSpec {
    const { runId, space, oraclePath, target } = this.#options;
    const mode = this.#wasOpened ? "recover" : this.#options.mode;
    return {
      runId: hexToU64(runId),
      runKey: hexToU64(space.runKey),
      files: space.files.map((file) => ({
        name: file.name,
        objectId: hexToU64(file.objectId),
      })),
      fileBytes: space.fileBytes,
      unitBytes: space.unitBytes,
      ...(space.objectBytes !== undefined && {
        objectBytes: space.objectBytes,
      }),
      mode,
      readOnly: mode === "recover" && !writes(target),
      // A file system too small says so before the first write.
      allocate: mode === "create" && space.kind === "directory",
      dsync,
      compressPermille: space.compressPermille,
      dedupePermille: space.dedupePermille,
      objectTag: space.objectTag,
      ...(oraclePath !== undefined && { oraclePath }),
    };
  }
}

function writes(target: PlannedTarget): boolean {
  return target.steps.some((step) =>
    step.kind === "block" && step.lanes.some((lane) => lane.readPermille < 1000)
  );
}
