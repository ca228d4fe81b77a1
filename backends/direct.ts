/** `direct:///path`: a folder or a block device, with O_DIRECT. */
import { openDisk } from "./open_disk.ts";
import type { Opener } from "./registry.ts";

/** Opens it; what does not take O_DIRECT is refused by the first use. */
export const openDirect: Opener = (target, context) =>
  openDisk(target, context, true);
