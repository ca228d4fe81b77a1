import { assertEquals } from "@std/assert";
import { crc32 } from "node:zlib";
import { withS3 } from "../_s3.ts";

Deno.test("a large body arrives whole, and memory does not grow with it", async () => {
  await withS3(async ({ endpoint }) => {
    const sizeBytes = 128 << 20;
    let left = sizeBytes;
    let peak = 0;
    const before = Deno.memoryUsage().rss;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (left === 0) return controller.close();
        left -= 1 << 20;
        peak = Math.max(peak, Deno.memoryUsage().rss - before);
        controller.enqueue(new Uint8Array(1 << 20));
      },
    });
    const url = `${endpoint.url}/stor-verify/large`;
    const headers = {
      "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      "x-amz-trailer": "x-amz-checksum-crc32",
      "x-amz-decoded-content-length": String(sizeBytes),
    };
    const frame = framed(body, sizeBytes);
    const put = await fetch(url, { method: "PUT", body: frame, headers });
    assertEquals([put.status, await put.text()], [200, ""]);
    const head = await fetch(url, { method: "HEAD" });
    assertEquals(head.headers.get("content-length"), String(sizeBytes));
    assertEquals(peak < sizeBytes / 2, true, `${peak >> 20} MiB more`);
  });
});

/** One chunk of that many zeros, with the CRC32 of them behind. */
function framed(
  body: ReadableStream<Uint8Array>,
  sizeBytes: number,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return body.pipeThrough(
    new TransformStream({
      start(controller) {
        controller.enqueue(encoder.encode(`${sizeBytes.toString(16)}\r\n`));
      },
      flush(controller) {
        const trailer = `x-amz-checksum-crc32:${crcOfZeros(sizeBytes)}`;
        controller.enqueue(encoder.encode(`\r\n0\r\n${trailer}\r\n\r\n`));
      },
    }),
  );
}

function crcOfZeros(sizeBytes: number): string {
  const zeros = new Uint8Array(1 << 20);
  let sum = 0;
  for (let at = 0; at < sizeBytes; at += zeros.length) sum = crc32(zeros, sum);
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, sum);
  return bytes.toBase64();
}
