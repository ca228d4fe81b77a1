/**
 * The word that a person must type before a block device is overwritten. It is
 * the serial in sysfs (of the disk, for a partition), so that a device name
 * that moved since the last boot cannot be meant by mistake.
 */
import type { CorePathFacts } from "../../ffi/mod.ts";
import type { CorePort } from "../core_port.ts";

const SERIAL_FILES = [
  "device/serial",
  "serial",
  "device/wwid",
  "wwid",
  "dm/uuid",
  "../device/serial",
  "../serial",
  "../device/wwid",
  "../wwid",
];

/** The longest serial that is read; sysfs gives at most a page. */
const SERIAL_BYTES_MAX = 4096;

/**
 * The serial of the device at `path`. A device without one (a loop device) is
 * known by its size and the kernel's name for it, whatever link or alias leads
 * to it: `loop0:10485760`. Without sysfs the name is that of the path.
 */
export async function deviceIdentity(
  core: CorePort,
  path: string,
  facts: CorePathFacts,
): Promise<string> {
  const folder = `/sys/dev/block/${deviceText(facts.deviceNumber)}`;
  for (const name of SERIAL_FILES) {
    const serial = await readWord(core, `${folder}/${name}`);
    if (serial !== "") return serial;
  }
  const named = /^DEVNAME=(.+)$/m.exec(
    await readWord(core, `${folder}/uevent`),
  );
  const name = named?.[1] ?? path.split("/").at(-1);
  return `${name}:${facts.sizeBytes}`;
}

/** `major:minor` of a `dev_t`, as glibc packs it. */
export function deviceText(deviceNumber: bigint): string {
  const major = ((deviceNumber >> 8n) & 0xfffn) |
    ((deviceNumber >> 32n) & 0xfffff000n);
  const minor = (deviceNumber & 0xffn) | ((deviceNumber >> 12n) & 0xffffff00n);
  return `${major}:${minor}`;
}

async function readWord(core: CorePort, path: string): Promise<string> {
  let file;
  try {
    file = await core.openFile(path, { create: false, direct: false });
  } catch {
    return "";
  }
  try {
    const buffer = new Uint8Array(SERIAL_BYTES_MAX);
    const count = await file.read(buffer, 0);
    const text = new TextDecoder().decode(buffer.subarray(0, count));
    return text.replaceAll("\0", "").trim();
  } catch {
    return "";
  } finally {
    file.close();
  }
}
