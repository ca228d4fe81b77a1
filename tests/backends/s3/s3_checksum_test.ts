import { assertEquals } from "@std/assert";
import { checksumInput, checksumOf } from "../../../backends/s3/s3_checksum.ts";

Deno.test("checksumInput() names the field that the SDK sends", () => {
  const base64 = "AAAA";
  assertEquals(checksumInput({ algorithm: "md5", base64 }), {
    ContentMD5: base64,
  });
  assertEquals(checksumInput({ algorithm: "crc32c", base64 }), {
    ChecksumCRC32C: base64,
  });
  assertEquals(checksumInput({ algorithm: "crc64nvme", base64 }), {
    ChecksumCRC64NVME: base64,
  });
});

Deno.test("checksumOf() reads back what checksumInput() wrote", () => {
  for (const algorithm of ["crc32c", "crc64nvme"] as const) {
    const checksum = { algorithm, base64: "AAAA" };
    assertEquals(checksumOf(checksumInput(checksum)), checksum);
  }
  assertEquals(checksumOf({}), undefined);
});
