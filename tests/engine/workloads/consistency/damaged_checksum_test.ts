import { assertEquals, assertThrows } from "@std/assert";
import { damagedChecksum } from "../../../../engine/workloads/consistency/damaged_checksum.ts";

Deno.test("damagedChecksum() is of a kind that is claimed, and as long", () => {
  assertEquals(damagedChecksum(new Set(["checksumCrc64nvme"])), {
    algorithm: "crc64nvme",
    base64: "//////////8=",
  });
  const both = new Set(["checksumCrc32c", "checksumMd5"] as const);
  assertEquals(damagedChecksum(both).algorithm, "md5");
  assertThrows(() => damagedChecksum(new Set(["read"])), RangeError);
});
