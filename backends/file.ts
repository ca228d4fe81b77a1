/** `file:///path`: a folder or a block device, through the page cache. */
import { openDisk } from "./open_disk.ts";
import type { Opener } from "./registry.ts";

/** Opens it; the reads of a load may be served by this host's own memory. */
export const openFileTarget: Opener = (target, context) =>
  openDisk(target, context, false);
