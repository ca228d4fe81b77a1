/**
 * Opens what a `file:` or `direct:` URL names: a folder, or a block device. The
 * folder need not exist yet. Looks only; creates nothing.
 */
import { folderBlockFace } from "./block_face.ts";
import type { Backend } from "./contract.ts";
import { DeviceBackend } from "./device/device_backend.ts";
import { StorageError } from "./errors.ts";
import { diskFailure } from "./folder/disk_failure.ts";
import { FolderBackend } from "./folder/folder_backend.ts";
import type { OpenContext } from "./registry.ts";
import type { Target } from "./targets/target.ts";

/** `direct` is whether bytes bypass the page cache. */
export async function openDisk(
  target: Target,
  context: OpenContext,
  direct: boolean,
): Promise<Backend> {
  const { core } = context;
  const { text: url } = target.url;
  const path = "path" in target.url ? target.url.path : "";
  const { kind } = await probe(target, context, path);
  if (kind === "none" && isNameOfDevice(path)) {
    throw new StorageError(
      `Cannot open "${url}": there is no device "${path}": "lsblk" lists ` +
        "those of this host",
      { kind: "NotFound", operation: "open", context: [["path", path]] },
    );
  }
  if (kind === "directory" || kind === "none") {
    const block = folderBlockFace({ url, core, root: path, direct });
    return new FolderBackend({ url, core, root: path, direct, block });
  }
  if (kind !== "device") {
    throw new StorageError(
      `Cannot open "${url}": it is ${
        kind === "file" ? "a file" : "neither a folder nor a block device"
      }: name a folder or a block device`,
      { kind: "Unsupported", operation: "open", context: [["path", path]] },
    );
  }
  const { eraseDevice } = target.settings;
  return new DeviceBackend({
    url,
    path,
    core,
    ...(typeof eraseDevice === "string" ? { eraseDevice } : {}),
  });
}

/** A folder made there by a slip would be measured as memory, not as disk. */
function isNameOfDevice(path: string): boolean {
  return path.startsWith("/dev/") && !path.startsWith("/dev/shm/");
}

async function probe(target: Target, context: OpenContext, path: string) {
  try {
    return await context.core.probePath(path);
  } catch (cause) {
    const action = `open "${target.url.text}"`;
    throw diskFailure({ action, operation: "open", path }, cause);
  }
}
