/**
 * A space of the core over a store: the files of a block load, each cut into
 * objects, so that loads of offsets run on object stores unchanged.
 */
import { handleIn, handleSlot, type Library } from "./_library.ts";
import {
  CoreSpace,
  oracleName,
  READ_ONLY,
  RECOVER,
  spaceBytes,
  type SpaceRequest,
} from "./space.ts";
import { STATUSES } from "./status.ts";
import { type CoreStore, holdStore } from "./store.ts";

/** Files of a block load, cut into objects of `spec.objectBytes`. */
export type StoreSpaceRequest = Pick<SpaceRequest, "spec" | "objectIds">;

/** Writes nothing to the store. The space holds the store until it closes. */
export async function openStoreSpace(
  library: Library,
  store: CoreStore,
  request: StoreSpaceRequest,
): Promise<CoreSpace> {
  const { spec, objectIds } = request;
  const operation = "open space over the store";
  if (spec.files.length !== objectIds.length) {
    throw library.failure(STATUSES.LAYOUT[0], { operation });
  }
  const { symbols } = library;
  const flags = (spec.mode === "recover" ? RECOVER : 0) |
    (spec.readOnly ? READ_ONLY : 0);
  const bytes = spaceBytes(spec, flags);
  const names = library.cStrings(spec.files.map(({ name }) => name));
  const ids = BigUint64Array.from(objectIds);
  const oracle = oracleName(library, spec);
  const slot = handleSlot();
  const held = holdStore(library, store, operation);
  try {
    const status = await library.blocking(
      symbols.sv_space_open_store(
        ...[bytes, held.handle, spec.objectBytes ?? 0] as const, // a tuple
        ...[names, ids, oracle, slot] as const, // a tuple as well
      ),
      ...[bytes, names, ids, oracle, slot],
    );
    library.must(status, { operation });
  } catch (error) {
    held.release();
    throw error;
  }
  const { release } = held;
  return new CoreSpace(library, { spec, handle: handleIn(slot), release });
}
