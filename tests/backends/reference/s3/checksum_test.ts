import { assertEquals } from "@std/assert";
import {
  base64Of,
  bytesOfBase64,
  checksumLabel,
  checksumName,
  CHECKSUMS,
  digestBytes,
  hexOf,
  startDigest,
} from "../../../../backends/reference/s3/checksum.ts";

const KNOWN = {
  crc32: "cbf43926",
  crc32c: "e3069283",
  crc64nvme: "ae8b14860a799888",
  sha1: "f7c3bc1d808e04732adf679965ccc34ca7ae3441",
  sha256: "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
  md5: "25f9e794323b453885f5181f1b624d0b",
};

for (const name of [...CHECKSUMS, "md5"] as const) {
  Deno.test(`startDigest() gives the known answer of ${name}`, () => {
    const digest = startDigest(name);
    digest.update(new TextEncoder().encode("12345"));
    digest.update(new TextEncoder().encode("6789"));
    const bytes = digest.digest();
    assertEquals(hexOf(bytes), KNOWN[name]);
    assertEquals(bytes.length, digestBytes(name));
  });
}

Deno.test("bytesOfBase64() takes base64 of the right size and no other", () => {
  const text = base64Of(new Uint8Array([1, 2, 3, 4]));
  assertEquals(bytesOfBase64(text, 4), new Uint8Array([1, 2, 3, 4]));
  for (const wrong of ["", "AQID", `${text}=`, "AQIDBA=", "!!!!BA=="]) {
    assertEquals(bytesOfBase64(wrong, 4), undefined);
  }
});

Deno.test("checksumName() reads any case, checksumLabel() writes upper case", () => {
  assertEquals(checksumName("CRC64NVME"), "crc64nvme");
  assertEquals(checksumName("md5"), undefined);
  assertEquals(checksumLabel("crc32c"), "CRC32C");
});
