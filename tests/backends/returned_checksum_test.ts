import { assertEquals } from "@std/assert";
import { checksumOf } from "../../backends/checksum.ts";
import {
  checkedBytes,
  checkedStream,
} from "../../backends/returned_checksum.ts";
import { readStream } from "../../backends/stream.ts";
import { assertKind } from "./_rejects.ts";

const BYTES = Uint8Array.from({ length: 3000 }, (_, at) => at * 3);
const AT = { action: 'get "k" in "s3://b"', operation: "get" };

function flow(): ReadableStream<Uint8Array> {
  return new Blob([BYTES]).stream();
}

Deno.test("checkedBytes() and checkedStream() pass what fits, or has no checksum", async () => {
  for (const algorithm of ["md5", "crc32c", "crc64nvme"] as const) {
    const answer = { ...AT, checksum: checksumOf(algorithm, BYTES) };
    assertEquals(checkedBytes(answer, BYTES), BYTES);
    assertEquals(await readStream(checkedStream(answer, flow())), BYTES);
  }
  const none = { ...AT, checksum: undefined };
  assertEquals(checkedBytes(none, BYTES), BYTES);
  assertEquals(await readStream(checkedStream(none, flow())), BYTES);
});

Deno.test("checkedBytes() and checkedStream() name both checksums of what does not fit", async () => {
  const checksum = checksumOf("crc32c", BYTES.subarray(1));
  const answer = { ...AT, checksum };
  const failures = [
    await assertKind(
      () => Promise.resolve().then(() => checkedBytes(answer, BYTES)),
      "ChecksumMismatch",
    ),
    await assertKind(
      () => readStream(checkedStream(answer, flow())),
      "ChecksumMismatch",
    ),
  ];
  for (const { message } of failures) {
    assertEquals(message.includes(checksum.base64), true, message);
    const found = checksumOf("crc32c", BYTES).base64;
    assertEquals(message.includes(found), true, message);
  }
});
