/**
 * A store of the core: an object store that lanes can reach, with the secrets
 * to sign for it. Goes in: settings; comes out: what spaces are opened over.
 */
import { handleIn, handleSlot, type Library } from "./_library.ts";
import { settingsText } from "./_settings_text.ts";
import { CoreError } from "./status.ts";
import type { HttpFeature, HttpProbe } from "./store_settings.ts";
import type { StoreSettings } from "./store_settings.ts";

/** Of open stores. Out of the class, where its users could see the pointer. */
const HANDLES = new WeakMap<CoreStore, Deno.PointerObject>();
/** Spaces that are open over each, which the core does not count. */
const USERS = new WeakMap<CoreStore, number>();

const FEATURES: readonly HttpFeature[] = ["sigv4", "tls", "http2"];
const VERSION_ROOM = 160;

/** Sends nothing. The core keeps the secrets until the store is closed. */
export class CoreStore implements Disposable {
  readonly #library: Library;

  /** Fails with LAYOUT for a setting that the core does not take. */
  constructor(library: Library, settings: StoreSettings) {
    this.#library = library;
    const { bytes, names } = settingsText(settings);
    const failed = new Int32Array([-1]);
    const slot = handleSlot();
    let status: number;
    try {
      status = library.symbols.sv_store_open(bytes, failed, slot);
    } finally {
      bytes.fill(0);
    }
    const refused = names[failed[0] ?? -1];
    library.must(status, {
      operation: refused === undefined ? "open the store" : "use the setting",
      ...(refused === undefined ? {} : { subject: refused }),
    });
    HANDLES.set(this, handleIn(slot));
  }

  /** Wipes the secrets. Fails with STATE while spaces are open over it. */
  close(): void {
    const handle = HANDLES.get(this);
    if (handle === undefined) return;
    const users = USERS.get(this) ?? 0;
    if (users > 0) {
      throw this.#library.misuse("close store", `${users} spaces are open`);
    }
    HANDLES.delete(this);
    this.#library.symbols.sv_store_close(handle);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** What a space has of its store; `release` must be called once. */
export interface HeldStore {
  readonly handle: Deno.PointerObject;
  readonly release: () => void;
}

/** Keeps the store from being closed until it is released. */
export function holdStore(
  library: Library,
  store: CoreStore,
  operation: string,
): HeldStore {
  const handle = HANDLES.get(store);
  if (handle === undefined) throw library.misuse(operation, "store is closed");
  USERS.set(store, (USERS.get(store) ?? 0) + 1);
  return {
    handle,
    release: () => USERS.set(store, (USERS.get(store) ?? 1) - 1),
  };
}

/** Opens libcurl, which stays open; `null` when there is none to use. */
export function probeHttp(library: Library): HttpProbe | null {
  const text = new Uint8Array(VERSION_ROOM);
  const features = new Uint32Array(1);
  const { symbols } = library;
  const status = symbols.sv_http_probe(text, VERSION_ROOM, features);
  try {
    library.must(status, { operation: "look for libcurl" });
  } catch (error) {
    if (error instanceof CoreError && error.statusName === "NO_CURL") {
      return null;
    }
    throw error;
  }
  const bits = features[0] ?? 0;
  return {
    version: new TextDecoder().decode(text.subarray(0, text.indexOf(0))),
    features: new Set(FEATURES.filter((_, bit) => (bits & (1 << bit)) !== 0)),
  };
}
