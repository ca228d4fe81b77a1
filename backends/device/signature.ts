/**
 * Says what lies on a block device, from its first and last MiB. Only a device
 * that is blank, or holds nothing but our own stamps, may be overwritten.
 */

/** Bytes that are looked at on either end. */
export const SIGNATURE_BYTES = 1 << 20;

/** What was found; `where` is a byte offset from that end's first byte. */
export type DeviceContents =
  | { readonly kind: "blank" | "ours" }
  | { readonly kind: "foreign"; readonly name: string };

interface Signature {
  readonly name: string;
  /** Byte offset from the start, or from the end where negative. */
  readonly at: number;
  readonly magic: string;
}

/** Offsets and magic bytes as libblkid documents them. */
const SIGNATURES: readonly Signature[] = [
  { name: "a LUKS volume", at: 0, magic: "LUKS\xba\xbe" },
  { name: "a LUKS volume", at: 16384, magic: "SKUL\xba\xbe" },
  { name: "an XFS file system", at: 0, magic: "XFSB" },
  { name: "an ext2, ext3 or ext4 file system", at: 1080, magic: "\x53\xef" },
  { name: "a btrfs file system", at: 65600, magic: "_BHRfS_M" },
  { name: "an NTFS file system", at: 3, magic: "NTFS    " },
  { name: "an exFAT file system", at: 3, magic: "EXFAT   " },
  { name: "a FAT file system", at: 54, magic: "FAT1" },
  { name: "a FAT file system", at: 82, magic: "FAT32   " },
  { name: "an F2FS file system", at: 1024, magic: "\x10\x20\xf5\xf2" },
  { name: "a bcachefs file system", at: 4120, magic: "\xc6\x85\x73\xf6" },
  { name: "a swap area", at: 4086, magic: "SWAPSPACE2" },
  { name: "a Linux RAID member", at: 0, magic: "\xfc\x4e\x2b\xa9" },
  { name: "a Linux RAID member", at: 4096, magic: "\xfc\x4e\x2b\xa9" },
  { name: "a Linux RAID member", at: -8192, magic: "\xfc\x4e\x2b\xa9" },
  { name: "a Linux RAID member", at: -65536, magic: "\xfc\x4e\x2b\xa9" },
  { name: "a Ceph OSD", at: 0, magic: "bluestore block device" },
  { name: "a GPT partition table", at: 512, magic: "EFI PART" },
  { name: "a GPT partition table", at: 4096, magic: "EFI PART" },
  { name: "a GPT partition table", at: -512, magic: "EFI PART" },
  { name: "a GPT partition table", at: -4096, magic: "EFI PART" },
  { name: "an MBR partition table", at: 510, magic: "\x55\xaa" },
];

/** An LVM label lies in one of the first four sectors. */
const LVM_SECTORS = [0, 512, 1024, 1536];
/** Uberblocks of ZFS: one per KiB (or more) from 128 KiB in each label. */
const ZFS_MAGICS = ["\x0c\xb1\xba\x00\0\0\0\0", "\0\0\0\0\x00\xba\xb1\x0c"];
const ZFS_LABEL_BYTES = 1 << 18;
const OUR_MAGIC = "SVB1";

/** Judges the two ends; they may overlap on a small device. */
export function readSignature(
  first: Uint8Array,
  last: Uint8Array,
): DeviceContents {
  const name = knownName(first, last);
  if (name !== undefined) return { kind: "foreign", name };
  const ends = [contentsOf(first), contentsOf(last)];
  const odd = ends.find((end) => end.kind === "foreign");
  if (odd !== undefined) return odd;
  return ends.find((end) => end.kind === "ours") ?? { kind: "blank" };
}

function knownName(first: Uint8Array, last: Uint8Array): string | undefined {
  if (LVM_SECTORS.some((at) => holds(first, at, "LABELONE"))) {
    return "an LVM physical volume";
  }
  if (holdsZfs(first) || holdsZfs(last)) return "a ZFS pool member";
  return SIGNATURES.find(({ at, magic }) =>
    at < 0 ? holds(last, last.length + at, magic) : holds(first, at, magic)
  )?.name;
}

function holdsZfs(end: Uint8Array): boolean {
  for (let label = 0; label < end.length; label += ZFS_LABEL_BYTES) {
    for (let at = 1 << 17; at < ZFS_LABEL_BYTES; at += 1024) {
      if (ZFS_MAGICS.some((magic) => holds(end, label + at, magic))) {
        return true;
      }
    }
  }
  return false;
}

function holds(bytes: Uint8Array, at: number, magic: string): boolean {
  if (at < 0 || at + magic.length > bytes.length) return false;
  for (let i = 0; i < magic.length; i++) {
    if (bytes[at + i] !== magic.charCodeAt(i)) return false;
  }
  return true;
}

/** Every 4 KiB blank (all 00 or all FF) or stamped by us, else foreign. */
function contentsOf(end: Uint8Array): DeviceContents {
  let isOurs = false;
  for (let block = 0; block < end.length; block += 4096) {
    let isStamped = false;
    for (let at = block; at < Math.min(block + 4096, end.length); at += 512) {
      isStamped ||= holds(end, at, OUR_MAGIC);
      if (isStamped || isBlank(end.subarray(at, at + 512))) continue;
      return { kind: "foreign", name: "bytes that are not ours" };
    }
    isOurs ||= isStamped;
  }
  return { kind: isOurs ? "ours" : "blank" };
}

function isBlank(sector: Uint8Array): boolean {
  const first = sector[0];
  return (first === 0 || first === 0xff) &&
    sector.every((byte) => byte === first);
}
