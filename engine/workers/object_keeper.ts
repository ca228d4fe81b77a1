/**
 * Keeps the object space of one target open from its first step over keys to
 * the end of the run. Comes in: what was planned; goes out: the open space.
 */
import type {
  ObjectSpace,
  ObjectSpaceSpec,
  StoreFace,
} from "../../backends/mod.ts";
import {
  hexToU64,
  type PlannedObjects,
  type PlannedTarget,
} from "../plan/mod.ts";

/** What a keeper opens, and how. */
export interface ObjectKeeperOptions {
  readonly runId: string;
  readonly target: PlannedTarget;
  readonly objects: PlannedObjects;
  readonly face: StoreFace;
  readonly mode: "create" | "recover";
  readonly oraclePath: string | undefined;
}

/** Opens and closes the objects of one target. */
export class ObjectKeeper {
  readonly #options: ObjectKeeperOptions;
  #space: ObjectSpace | null = null;

  constructor(options: ObjectKeeperOptions) {
    this.#options = options;
  }

  /** Fails with a `StorageError`; then nothing is open. */
  async open(): Promise<ObjectSpace> {
    this.#space ??= await this.#options.face.open(this.#spec());
    return this.#space;
  }

  /** Harmless when nothing is open. */
  close(): void {
    const space = this.#space;
    this.#space = null;
    space?.close();
  }

  /** Lets go of the space without closing it: its lanes were abandoned. */
  abandon(): void {
    this.#space = null;
  }

  #spec(): ObjectSpaceSpec {
    const { runId, objects, mode, oraclePath, target } = this.#options;
    return {
      runId: hexToU64(runId),
      runKey: hexToU64(objects.runKey),
      seed: hexToU64(objects.seed),
      keyPrefix: objects.keyPrefix,
      keyCount: objects.keys,
      sizes: objects.sizes,
      keyStyle: objects.keyStyle,
      partBytes: objects.partBytes,
      multipartFromBytes: objects.multipartFromBytes,
      unitBytes: objects.unitBytes,
      mode,
      readOnly: mode === "recover" && !changes(target),
      compressPermille: objects.compressPermille,
      dedupePermille: objects.dedupePermille,
      objectTag: objects.objectTag,
      ...(oraclePath !== undefined && { oraclePath }),
    };
  }
}

function changes({ steps }: PlannedTarget): boolean {
  return steps.some((step) =>
    step.kind === "object" &&
    step.lanes.some(({ weights }) =>
      (weights.put ?? 0) + (weights.upload ?? 0) + (weights.delete ?? 0) > 0
    )
  );
}
