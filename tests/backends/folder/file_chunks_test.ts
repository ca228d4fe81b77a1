import { assertEquals, assertRejects } from "@std/assert";
import { sameBytes } from "../../../backends/conformance/promise.ts";
import {
  fileChunks,
  fileStream,
  fillFrom,
  readChunks,
} from "../../../backends/folder/file_chunks.ts";
import type { CoreFilePort } from "../../../backends/mod.ts";
import { readStream } from "../../../backends/stream.ts";

const SIZE = (2 << 20) + 5;

function fakeFile(options: { readonly endsAt?: number } = {}) {
  const bytes = new Uint8Array(SIZE).map((_, at) => at % 251);
  let closed = 0;
  const file: CoreFilePort = {
    sizeBytes: () => SIZE,
    read: (buffer, offset) => {
      const end = Math.min(offset + buffer.length, options.endsAt ?? SIZE);
      const part = bytes.subarray(offset, Math.max(offset, end));
      buffer.set(part);
      return Promise.resolve(part.length);
    },
    append: () => Promise.resolve(),
    sync: () => Promise.resolve(),
    close: () => {
      closed++;
    },
  };
  return { file, bytes, closed: () => closed };
}

Deno.test("readChunks() gives the range, across chunks", async () => {
  const { file, bytes } = fakeFile();
  const found = await readChunks(file, 3, SIZE - 1);
  sameBytes(found, bytes.subarray(3, SIZE - 1), "The range");
  assertEquals((await readChunks(file, 7, 7)).length, 0);
});

Deno.test("fillFrom() fills what it is handed, and tells where the file ends", async () => {
  const { file, bytes } = fakeFile({ endsAt: 100 });
  const into = new Uint8Array(60).fill(7);
  assertEquals(await fillFrom(file, 10, into), 60);
  sameBytes(into, bytes.subarray(10, 70), "The bytes");
  assertEquals(await fillFrom(file, 70, into), 30);
  assertEquals(await fillFrom(file, 100, into), 0);
  await assertRejects(
    () => readChunks(file, 70, 110),
    Error,
    "the file ends at 100, not at 110",
  );
});

Deno.test("fileChunks() fails when the file is shorter than it was", async () => {
  const { file } = fakeFile({ endsAt: 100 });
  await assertRejects(
    () => Array.fromAsync(fileChunks(file, 0, SIZE)),
    Error,
    "the file ends at 100",
  );
});

Deno.test("fileStream() closes its file once, at the end or on failure", async () => {
  const whole = fakeFile();
  const found = await readStream(fileStream(whole.file, (step) => step()));
  assertEquals([found.length, whole.closed()], [SIZE, 1]);
  const cut = fakeFile({ endsAt: 100 });
  await assertRejects(() => readStream(fileStream(cut.file, (step) => step())));
  assertEquals(cut.closed(), 1);
});
