import { assertEquals } from "@std/assert";
import { checksumOf } from "../../../backends/checksum.ts";
import {
  checksumInput,
  checksumOf as statedChecksum,
} from "../../../backends/s3/s3_checksum.ts";
import { readStream } from "../../../backends/stream.ts";
import { assertKind } from "../_rejects.ts";
import { withCanned } from "./_canned.ts";
import { withBackend, withEndpoint } from "./_s3_server.ts";

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

Deno.test("statedChecksum() reads back what checksumInput() wrote", () => {
  for (const algorithm of ["crc32c", "crc64nvme"] as const) {
    const checksum = { algorithm, base64: "AAAA" };
    assertEquals(statedChecksum(checksumInput(checksum)), checksum);
  }
  assertEquals(statedChecksum({}), undefined);
});

Deno.test("a get fails for bytes that do not fit the checksum that came with them", async () => {
  const bytes = new TextEncoder().encode("123456789");
  const answer = (base64: string) => ({
    status: "200 OK",
    headers: { "x-amz-checksum-crc32c": base64 },
    body: "123456789",
  });
  const right = checksumOf("crc32c", bytes).base64;
  const wrong = checksumOf("crc32c", bytes.subarray(1)).base64;
  await withCanned(() => answer(right), async (backend) => {
    assertEquals(await backend.get("k"), bytes);
    assertEquals(await readStream(await backend.getStream("k")), bytes);
  });
  await withCanned(() => answer(wrong), async (backend) => {
    await assertKind(() => backend.get("k"), "ChecksumMismatch");
    const stream = await backend.getStream("k");
    await assertKind(() => readStream(stream), "ChecksumMismatch");
  });
  // The checksum of an object's parts is not one of its bytes.
  await withCanned(() => answer(`${wrong}-2`), async (backend) => {
    assertEquals(await backend.get("k"), bytes);
  });
});

Deno.test("a get asks for the checksum, and the request is still signed", async () => {
  await withEndpoint(async ({ settings, targetUrl, mutants }) => {
    await withBackend(targetUrl, settings, async (backend) => {
      const bytes = new Uint8Array(5000).fill(7);
      for (const algorithm of ["crc32c", "crc64nvme"] as const) {
        const checksum = checksumOf(algorithm, bytes);
        await backend.putChecked("k", bytes, checksum);
        assertEquals(await backend.get("k"), bytes);
        mutants.arm([{ name: "flip-bit", count: 1 }]);
        await assertKind(() => backend.get("k"), "ChecksumMismatch");
      }
    });
  });
});
