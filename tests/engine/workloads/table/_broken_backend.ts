/** A memory in which one call at a time goes wrong, and a protocol that races. */
import {
  StorageError,
  type StorageErrorKind,
} from "../../../../backends/errors.ts";
import { MemBackend } from "../../../../backends/mem.ts";
import type { ObjectFacts } from "../../../../backends/mod.ts";
import type { CommitProtocol } from "../../../../engine/workloads/table/commit_protocol.ts";
import { manifestPath } from "../../../../engine/workloads/table/table_path.ts";

/** What becomes of the next puts of new keys, one each; then all is well. */
export type PutFate = "lost answer" | "lost request" | StorageErrorKind;

export class BrokenBackend extends MemBackend {
  fates: PutFate[] = [];
  newPuts = 0;

  constructor() {
    super({ url: "mem:" });
  }

  override async putIfAbsent(
    key: string,
    bytes: Uint8Array,
  ): Promise<ObjectFacts> {
    this.newPuts += 1;
    const fate = this.fates.shift();
    if (fate === undefined) return await super.putIfAbsent(key, bytes);
    const isLost = fate === "lost answer" || fate === "lost request";
    if (fate === "lost answer") await super.putIfAbsent(key, bytes);
    throw new StorageError(`Cannot put "${key}": ${fate}`, {
      kind: isLost ? "TimedOut" : fate,
      operation: "put if absent",
    });
  }
}

/** The mutant that the suite must catch: a look first, and a put after it. */
export const WEAK: CommitProtocol = {
  name: "weak",
  async publish(store, version, bytes) {
    const path = manifestPath(version);
    if (await store.sizeOf(path) !== null) return "taken";
    await store.put(path, bytes);
    return "published";
  },
};
