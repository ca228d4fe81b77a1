/**
 * Opens one end of a copy: a folder as people have it, or a prefix of a store.
 * Goes in: where it is; comes out: keys, and streams of the core.
 */
import {
  type Backend,
  openBackend,
  PlainTree,
  StorageError,
  type StreamFace,
  type Target,
  type TreeEntry,
} from "../../backends/mod.ts";
import type { Core } from "../../ffi/mod.ts";
import { splitPath, targetAt, type TypedPlace } from "./place.ts";

/** A folder or prefix that is open. */
export interface CopyPlace {
  /** Without secrets. */
  readonly url: string;
  readonly streams: StreamFace;
  /** Makes what must be there before something is written. */
  make(): Promise<void>;
  /** All that is there, in any order. */
  entries(): AsyncIterable<TreeEntry>;
  /** The bytes of one object, for digests that the core cannot make. */
  read(key: string): AsyncIterable<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

/** What is to be copied: one object of a place, or all of it. */
export interface CopySource {
  readonly place: CopyPlace;
  /** `null`: all. */
  readonly key: string | null;
}

const READ_BYTES = 1 << 20;

/** Fails with a `StorageError`; a folder must be there. */
export async function openSource(
  core: Core,
  typed: TypedPlace,
): Promise<CopySource> {
  const { folder, name } = splitPath(typed.path);
  if (!typed.isFolder && name !== "") {
    if (typed.container === "") {
      const { kind } = await core.probePath(typed.path);
      if (kind === "file") {
        return { place: openTree(core, targetAt(typed, folder)), key: name };
      }
      refuseDevice(typed, kind);
      if (kind === "none") {
        throw new StorageError(
          `Cannot copy "${typed.typed}": there is no such file or folder ` +
            `("${typed.path}")`,
          { kind: "NotFound", operation: "open" },
        );
      }
    } else {
      const place = await openStore(core, targetAt(typed, folder));
      if (await hasObject(place.backend, name)) return { place, key: name };
      await place.close();
    }
  }
  return { place: await openFolder(core, typed, typed.path), key: null };
}

/** Where one object goes, or the keys of a folder. */
export async function openDestination(
  core: Core,
  typed: TypedPlace,
  sourceKey: string | null,
): Promise<CopySource> {
  if (sourceKey === null) {
    return { place: await openFolder(core, typed, typed.path), key: null };
  }
  const isFolder = typed.isFolder || typed.path === "" ||
    typed.container === "" &&
      (await core.probePath(typed.path)).kind === "directory";
  if (isFolder) {
    const place = await openFolder(core, typed, typed.path);
    return { place, key: splitPath(sourceKey).name };
  }
  const { folder, name } = splitPath(typed.path);
  return { place: await openFolder(core, typed, folder), key: name };
}

async function openFolder(
  core: Core,
  typed: TypedPlace,
  path: string,
): Promise<CopyPlace> {
  const target = targetAt(typed, path === "" ? "/" : path);
  if (typed.container !== "") {
    return await openStore(core, targetAt(typed, path));
  }
  const { kind } = await core.probePath(path === "" ? "/" : path);
  refuseDevice(typed, kind);
  return openTree(core, target);
}

function refuseDevice(typed: TypedPlace, kind: string): void {
  if (kind !== "device" && kind !== "other" && kind !== "file") return;
  const what = kind === "device"
    ? "a block device"
    : kind === "file"
    ? "a file"
    : "no file";
  throw new StorageError(
    `Cannot copy with "${typed.typed}": it is ${what}: name a file or a folder`,
    { kind: "Unsupported", operation: "open" },
  );
}

function openTree(core: Core, target: Target): CopyPlace {
  const { url } = target;
  const root = "path" in url ? url.path : "";
  const direct = url.scheme === "direct";
  const tree = new PlainTree({ url: url.text, root, core, direct });
  return {
    url: tree.url,
    streams: tree.streams,
    make: () => tree.make(),
    entries: () => tree.entries(),
    close: () => tree.close(),
    async *read(key) {
      const file = await tree.open(key);
      try {
        for (let at = 0;;) {
          const bytes = new Uint8Array(READ_BYTES);
          const count = await file.read(bytes, at);
          if (count === 0) return;
          yield bytes.subarray(0, count);
          at += count;
        }
      } finally {
        file.close();
      }
    },
  };
}

async function openStore(
  core: Core,
  target: Target,
): Promise<CopyPlace & { readonly backend: Backend }> {
  const backend = await openBackend(target, { core });
  const { streams, url } = backend;
  if (streams === undefined) {
    await backend.close();
    throw new StorageError(
      `Cannot copy with "${url}": client: sdk moves no streams: set client: ` +
        "libcurl for this target",
      { kind: "Unsupported", operation: "open" },
    );
  }
  return {
    backend,
    url,
    streams,
    make: () => backend.admit("create"),
    entries: () => listAll(backend),
    close: () => backend.close(),
    async *read(key) {
      for await (const bytes of await backend.getStream(key)) {
        yield new Uint8Array(bytes);
      }
    },
  };
}

async function* listAll(backend: Backend): AsyncGenerator<TreeEntry> {
  let after: string | undefined;
  do {
    const page = await backend.list(after === undefined ? {} : { after });
    for (const { key, sizeBytes } of page.objects) {
      yield { kind: "file", key, sizeBytes };
    }
    after = page.next;
  } while (after !== undefined);
}

async function hasObject(backend: Backend, key: string): Promise<boolean> {
  try {
    await backend.head(key);
    return true;
  } catch (error) {
    if (error instanceof StorageError && error.kind === "NotFound") {
      return false;
    }
    throw error;
  }
}
