/**
 * Names and sizes of keys as the core decides them, so that script lanes and
 * native lanes mean the same objects. Nothing is sent.
 */
import type { ObjectSpaceSpec, StoreSettings } from "../../../ffi/mod.ts";
import type { CoreStorePort } from "../../core_port.ts";
import type { KeyShape } from "./lane_context.ts";

/** What of the core knows names and sizes. */
export interface ShapePort {
  openStore(settings: StoreSettings): CoreStorePort;
  openObjects(
    store: CoreStorePort,
    spec: ObjectSpaceSpec,
  ): Promise<KeyShape & { close(): void }>;
}

/** A store is needed to ask; this one is never used to send. */
const NOWHERE: StoreSettings = {
  kind: "s3",
  endpoints: ["http://127.0.0.1"],
  bucket: "none",
  prefix: "",
  pathStyle: true,
};

/** Close it before the core. */
export async function keyShape(
  core: ShapePort,
  spec: ObjectSpaceSpec,
): Promise<KeyShape & Disposable> {
  const store = core.openStore(NOWHERE);
  // An oracle of its own, in memory and empty: only the shape is asked for.
  const { oraclePath: _, ...shapely } = spec;
  const objects = await core.openObjects(store, {
    ...shapely,
    mode: "create",
    readOnly: false,
  }).catch((error: unknown) => {
    store.close();
    throw error;
  });
  return {
    key: (index) => objects.key(index),
    sizeBytes: (index, generation) => objects.sizeBytes(index, generation),
    [Symbol.dispose]: () => {
      objects.close();
      store.close();
    },
  };
}
