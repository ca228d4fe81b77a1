import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { assertEquals } from "@std/assert";
import {
  blobBytes,
  blobStream,
  type Download,
} from "../../../backends/azure/blob_body.ts";
import { readStream } from "../../../backends/stream.ts";
import { StorageError } from "../../../backends/mod.ts";
import { assertKind } from "../_rejects.ts";

function download(
  chunks: readonly Uint8Array[],
  answer: Partial<Download["answer"]>,
  range?: Download["range"],
): Download {
  return {
    answer: { ...answer, readableStreamBody: Readable.from(chunks) },
    ...(range === undefined ? {} : { range }),
    action: "get it",
    operation: "get",
    word: (cause) =>
      cause instanceof StorageError
        ? cause
        : new StorageError("worded", { kind: "TimedOut", operation: "get" }),
  };
}

const TWO = [new Uint8Array([1, 2]), new Uint8Array([3])];

Deno.test("blobBytes() joins what came when it is what was promised", async () => {
  const bytes = await blobBytes(download(TWO, { contentLength: 3 }));
  assertEquals(bytes, new Uint8Array([1, 2, 3]));
  assertEquals(
    await blobBytes(download([], { contentLength: 0 })),
    new Uint8Array(),
  );
});

Deno.test("blobBytes() refuses fewer and more bytes than promised", async () => {
  for (const contentLength of [2, 4]) {
    const given = download(TWO, { contentLength });
    await assertKind(() => blobBytes(given), "Unavailable");
  }
});

Deno.test("blobBytes() refuses another range than was asked for", async () => {
  const range = { start: 5, end: 8 };
  const good = { contentLength: 3, contentRange: "bytes 5-7/9" };
  assertEquals((await blobBytes(download(TWO, good, range))).length, 3);
  for (
    const bad of [
      { contentLength: 3, contentRange: "bytes 4-6/9" },
      { contentLength: 3 },
      { contentLength: 9, contentRange: "bytes 5-13/20" },
    ]
  ) {
    await assertKind(() => blobBytes(download(TWO, bad, range)), "Unexpected");
  }
});

Deno.test("blobStream() ends with an error when bytes are missing", async () => {
  const whole = blobStream(download(TWO, { contentLength: 3 }));
  assertEquals(await readStream(whole), new Uint8Array([1, 2, 3]));
  const short = blobStream(download(TWO, { contentLength: 5 }));
  await assertKind(() => readStream(short), "Unavailable");
});

Deno.test("blobBytes() and blobStream() refuse bytes that do not fit the MD5 that came with them", async () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const md5 = (of: Uint8Array) =>
    new Uint8Array(createHash("md5").update(of).digest());
  const right = { contentLength: 3, contentMD5: md5(bytes) };
  const wrong = { contentLength: 3, contentMD5: md5(bytes.subarray(1)) };
  assertEquals(await blobBytes(download(TWO, right)), bytes);
  assertEquals(await readStream(blobStream(download(TWO, right))), bytes);
  for (
    const read of [
      () => blobBytes(download(TWO, wrong)),
      () => readStream(blobStream(download(TWO, wrong))),
    ]
  ) await assertKind(read, "ChecksumMismatch");
  // That of the blob says nothing of a range of it.
  const range = { start: 5, end: 8 };
  const part = { ...wrong, contentRange: "bytes 5-7/9" };
  assertEquals(await blobBytes(download(TWO, part, range)), bytes);
});
