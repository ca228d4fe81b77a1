import { assertEquals } from "@std/assert";
import {
  readSignature,
  SIGNATURE_BYTES,
} from "../../../backends/device/signature.ts";

const BLANK = new Uint8Array(SIGNATURE_BYTES);

function withBytes(at: number, magic: string): Uint8Array {
  const bytes = new Uint8Array(SIGNATURE_BYTES);
  const start = at < 0 ? bytes.length + at : at;
  for (let i = 0; i < magic.length; i++) {
    bytes[start + i] = magic.charCodeAt(i);
  }
  return bytes;
}

function stamped(stepBytes: number, fromByte = 0): Uint8Array {
  const bytes = new Uint8Array(SIGNATURE_BYTES);
  for (let at = fromByte; at < bytes.length; at += stepBytes) {
    bytes.set([0x53, 0x56, 0x42, 0x31], at);
    bytes.fill(0xa5, at + 64, at + stepBytes);
  }
  return bytes;
}

Deno.test("readSignature() names each of what may not be overwritten", () => {
  const known = [
    [0, "LUKS\xba\xbe", "a LUKS volume"],
    [0, "XFSB", "an XFS file system"],
    [1080, "\x53\xef", "an ext2, ext3 or ext4 file system"],
    [65600, "_BHRfS_M", "a btrfs file system"],
    [3, "NTFS    ", "an NTFS file system"],
    [82, "FAT32   ", "a FAT file system"],
    [512, "LABELONE", "an LVM physical volume"],
    [4096, "\xfc\x4e\x2b\xa9", "a Linux RAID member"],
    [512, "EFI PART", "a GPT partition table"],
    [510, "\x55\xaa", "an MBR partition table"],
    [131072, "\x0c\xb1\xba\0\0\0\0\0", "a ZFS pool member"],
    [4086, "SWAPSPACE2", "a swap area"],
  ] as const;
  for (const [at, magic, name] of known) {
    assertEquals(readSignature(withBytes(at, magic), BLANK), {
      kind: "foreign",
      name,
    });
  }
});

Deno.test("readSignature() looks at the end as well", () => {
  for (
    const [at, magic, name] of [
      [-512, "EFI PART", "a GPT partition table"],
      [-65536, "\xfc\x4e\x2b\xa9", "a Linux RAID member"],
    ] as const
  ) {
    const found = readSignature(BLANK, withBytes(at, magic));
    assertEquals(found, { kind: "foreign", name });
  }
});

Deno.test("readSignature() takes a blank device and one that holds our stamps", () => {
  assertEquals(readSignature(BLANK, BLANK).kind, "blank");
  const erased = new Uint8Array(SIGNATURE_BYTES).fill(0xff);
  assertEquals(readSignature(erased, BLANK).kind, "blank");
  for (const unitBytes of [512, 4096]) {
    assertEquals(readSignature(stamped(unitBytes), BLANK).kind, "ours");
  }
  const half = stamped(4096, SIGNATURE_BYTES / 2);
  assertEquals(readSignature(BLANK, half).kind, "ours");
});

Deno.test("readSignature() refuses a single byte that is not ours", () => {
  const odd = stamped(4096, 8192);
  odd[5000] = 1;
  const found = readSignature(odd, BLANK);
  assertEquals(found.kind, "foreign");
  const last = new Uint8Array(SIGNATURE_BYTES);
  last[last.length - 1] = 1;
  assertEquals(readSignature(BLANK, last).kind, "foreign");
});
