/**
 * How a version gets its name: exactly one of many that try gets it, and nobody
 * ever sees half of it. On folders the target stages the bytes, makes them
 * durable, and takes the name in one step that fails where it is taken
 * (RENAME_NOREPLACE), then makes the folder durable; stores are asked with
 * `If-None-Match: *`. Never is a name looked at first and written after.
 */
import { isStorageFailure } from "./table_error.ts";
import { manifestPath } from "./table_path.ts";
import type { TableStore } from "./table_store.ts";

export interface CommitProtocol {
  readonly name: string;
  /**
   * `taken`: there is a manifest of that version, perhaps ours. A failure of
   * storage leaves open whether it was published.
   */
  publish(
    store: TableStore,
    version: number,
    bytes: Uint8Array,
  ): Promise<"published" | "taken">;
}

/** The one that tables use, on every target. */
export const CREATE_ONLY: CommitProtocol = {
  name: "create only",
  async publish(store, version, bytes) {
    try {
      await store.putNew(manifestPath(version), bytes);
      return "published";
    } catch (error) {
      if (isStorageFailure(error, "AlreadyExists")) return "taken";
      throw error;
    }
  },
};
