/**
 * The block face of every backend that has one: tells what a target is before
 * it is touched, and opens spaces of the core with every refusal worded. Goes
 * in: where the files are, and the core; comes out: `BlockFacts`, `Space`.
 */
import type { IoMethod, SpaceKind, SpaceSpec } from "../ffi/mod.ts";
import type { BlockFace, BlockFacts, Space } from "./block.ts";
import type { CorePort } from "./core_port.ts";
import { devicePlace, folderPlace } from "./disk_place.ts";
import { StorageError } from "./errors.ts";
import { freeBytesAt } from "./folder/disk_failure.ts";
import { spaceFailure } from "./space_failure.ts";
import { WordedSpace } from "./worded_space.ts";

export interface BlockFaceOptions {
  readonly url: string;
  readonly core: CorePort;
}

export interface FolderBlockOptions extends BlockFaceOptions {
  readonly root: string;
  readonly direct: boolean;
}

export interface DeviceBlockOptions extends BlockFaceOptions {
  readonly path: string;
  /** Fails unless the spec may be carried out on this device. */
  readonly admit: (spec: SpaceSpec) => Promise<void>;
}

/** Files of a folder; with `direct` past the page cache. */
export function folderBlockFace(options: FolderBlockOptions): BlockFace {
  const { url, core, root, direct } = options;
  return {
    facts: async () => ({
      kind: "directory",
      ...await alignmentFacts(options, nearestFolder),
      freeBytes: freeBytesAt(root) ?? 0,
      ...await folderPlace(root),
      ...uringFacts(core),
    }),
    open: async (spec) => {
      for (const { name } of spec.files) checkFileName(url, name);
      return await openSpace(options, {
        spec,
        paths: spec.files.map(({ name }) => `${root}/${name}`),
        kind: direct ? "direct" : "files",
      });
    },
  };
}

/** A whole block device, as one file whose name is ""; always O_DIRECT. */
export function deviceBlockFace(options: DeviceBlockOptions): BlockFace {
  const { core, path, admit } = options;
  return {
    facts: async () => ({
      kind: "device",
      ...await alignmentFacts(
        { url: options.url, core, root: path, direct: true },
        (root) => root,
      ),
      freeBytes: (await core.probePath(path)).sizeBytes,
      ...await devicePlace(path),
      ...uringFacts(core),
    }),
    open: async (spec) => {
      await admit(spec);
      return await openSpace(options, { spec, paths: [path], kind: "device" });
    },
  };
}

/** Files in memory (memfd): they die with the space. */
export function memoryBlockFace(options: BlockFaceOptions): BlockFace {
  return {
    facts: () =>
      Promise.resolve({
        kind: "memory",
        alignBytes: 1,
        alignSource: "none",
        direct: false,
        freeBytes: Deno.systemMemoryInfo().available,
        ...uringFacts(options.core),
      }),
    open: (spec) => openNamed(options, spec, "memory"),
  };
}

/** No file at all: measures the core itself. */
export function nullBlockFace(options: BlockFaceOptions): BlockFace {
  return {
    facts: () =>
      Promise.resolve({
        kind: "null",
        alignBytes: 1,
        alignSource: "none",
        direct: false,
        freeBytes: Number.MAX_SAFE_INTEGER,
        io: ["null"],
      }),
    open: (spec) => openNamed(options, spec, "null"),
  };
}

function openNamed(
  options: BlockFaceOptions,
  spec: SpaceSpec,
  kind: SpaceKind,
): Promise<Space> {
  const paths = spec.files.map(({ name }) => name);
  return openSpace(options, { spec, paths, kind });
}

async function openSpace(
  options: BlockFaceOptions,
  request: {
    readonly spec: SpaceSpec;
    readonly paths: readonly string[];
    readonly kind: SpaceKind;
  },
): Promise<Space> {
  const { url, core } = options;
  const objectIds = request.spec.files.map(({ objectId }) => objectId);
  try {
    const space = await core.openSpace({ ...request, objectIds });
    return new WordedSpace(space, url);
  } catch (cause) {
    throw await spaceFailure({ url, core, ...request }, cause);
  }
}

async function alignmentFacts(
  options: FolderBlockOptions,
  probePath: (root: string, core: CorePort) => string | Promise<string>,
): Promise<Pick<BlockFacts, "alignBytes" | "alignSource" | "direct">> {
  const { url, core, root, direct } = options;
  if (!direct) return { alignBytes: 1, alignSource: "none", direct };
  const path = await probePath(root, core);
  let alignment;
  try {
    alignment = await core.probeAlignment(path);
  } catch (cause) {
    throw await spaceFailure(
      { url, core, paths: [path], kind: "direct" },
      cause,
    );
  }
  if (alignment.source === "none") {
    throw new StorageError(
      `Cannot use "${url}": the file system of "${path}" does not take ` +
        "O_DIRECT: use a file: URL, or another file system",
      { kind: "Unsupported", operation: "open", context: [["path", path]] },
    );
  }
  return {
    alignBytes: alignment.offsetBytes,
    alignSource: alignment.source,
    direct,
  };
}

/** The folder itself, or the one it will be made in. */
async function nearestFolder(root: string, core: CorePort): Promise<string> {
  for (let path = root;;) {
    if (path === "/" || (await core.probePath(path)).kind !== "none") {
      return path;
    }
    path = path.replace(/\/[^/]*$/, "") || "/";
  }
}

function uringFacts(core: CorePort): Pick<BlockFacts, "io" | "ioReason"> {
  const status = core.probeUring();
  if (status === 0) {
    return { io: ["io_uring", "psync"] satisfies IoMethod[] };
  }
  return {
    io: ["psync"] satisfies IoMethod[],
    ioReason: `io_uring is refused here (status ${status}): threads with ` +
      "pread and pwrite stand in; look at the sysctl kernel.io_uring_disabled " +
      "and at the seccomp profile of the container",
  };
}

/** Names of load files are ours; one with a slash could leave the folder. */
function checkFileName(url: string, name: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(name)) return;
  throw new StorageError(
    `Cannot open file ${JSON.stringify(name)} in "${url}": a name has ` +
      "letters, digits, dots and dashes",
    { kind: "InvalidKey", operation: "open" },
  );
}
