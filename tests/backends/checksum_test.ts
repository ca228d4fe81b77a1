import { assertEquals } from "@std/assert";
import { checksumOf, runningChecksum } from "../../backends/checksum.ts";

Deno.test("checksumOf() has the known answers for 123456789", () => {
  const bytes = new TextEncoder().encode("123456789");
  const hex = (base64: string) =>
    [...atob(base64)].map((char) =>
      char.charCodeAt(0).toString(16).padStart(2, "0")
    ).join("");
  const known = {
    md5: "25f9e794323b453885f5181f1b624d0b",
    crc32c: "e3069283",
    crc64nvme: "ae8b14860a799888",
  } as const;
  for (const algorithm of ["md5", "crc32c", "crc64nvme"] as const) {
    const { base64 } = checksumOf(algorithm, bytes);
    assertEquals(hex(base64), known[algorithm], algorithm);
  }
});

Deno.test("runningChecksum() of pieces is that of the whole", () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, at) => at * 7);
  for (const algorithm of ["md5", "crc32c", "crc64nvme"] as const) {
    const running = runningChecksum(algorithm);
    for (let at = 0; at < 1000; at += 37) {
      running.update(bytes.subarray(at, at + 37));
    }
    assertEquals(running.base64(), checksumOf(algorithm, bytes).base64);
  }
});
