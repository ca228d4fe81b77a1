/** Cases of parts of objects: ranges and streams. */
import { readStream } from "../stream.ts";
import { type ConformanceCase, promiseCase } from "./case.ts";
import { absent, holds, refused, sameBytes } from "./promise.ts";

const SIZE = 8200;
const RANGES = [
  ...[[0, 1], [0, SIZE], [SIZE - 1, SIZE], [511, 513], [512, 1024]],
  ...[[4095, 4097], [4096, 8192], [1, SIZE - 1], [8191, 8193]],
] as const;

export const RANGE_STREAM_CASES: readonly ConformanceCase[] = [
  promiseCase(
    "object.range.edges",
    ["readRange", "write"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      const bytes = env.bytes(SIZE, 0);
      await backend.put(key, bytes);
      for (const [start, end] of RANGES) {
        sameBytes(
          await backend.getRange(key, { start, end }),
          bytes.subarray(start, end),
          `Bytes ${start} to ${end}`,
        );
      }
    },
  ),
  promiseCase(
    "object.range.beyond",
    ["readRange", "write"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      const bytes = env.bytes(1000, 0);
      await backend.put(key, bytes);
      sameBytes(
        await backend.getRange(key, { start: 990, end: 2000 }),
        bytes.subarray(990),
        "A range that goes on beyond the end",
      );
      for (
        const [start, end] of [[1000, 1001], [5000, 6000], [3, 3]] as const
      ) {
        await refused(
          "RangeNotSatisfiable",
          () => backend.getRange(key, { start, end }),
          `Getting bytes ${start} to ${end} of 1000`,
        );
      }
    },
  ),
  promiseCase("object.range.missing", ["readRange"], async (backend, env) => {
    await refused(
      "NotFound",
      () => backend.getRange(`${env.prefix}none`, { start: 0, end: 1 }),
      "Getting a range of a key never put",
    );
  }),
  promiseCase(
    "object.stream-read.same",
    ["readStream", "write"],
    async (backend, env) => {
      for (const size of [0, 1, 4097, (1 << 20) + 3]) {
        const key = `${env.prefix}${size}`;
        const bytes = env.bytes(size, size);
        await backend.put(key, bytes);
        const found = await readStream(await backend.getStream(key));
        sameBytes(found, bytes, `A stream of ${size} bytes`);
      }
    },
  ),
  promiseCase(
    "object.stream-read.missing",
    ["readStream"],
    async (backend, env) => {
      await refused(
        "NotFound",
        async () =>
          await readStream(await backend.getStream(`${env.prefix}none`)),
        "Streaming a key never put",
      );
    },
  ),
  promiseCase(
    "object.stream-write.roundtrip",
    ["writeStream", "read"],
    async (backend, env) => {
      const bytes = env.bytes(300_001, 0);
      const key = `${env.prefix}k`;
      await backend.putStream(key, streamOf(bytes, [1, 4095, 100_000, 0, 7]));
      sameBytes(await backend.get(key), bytes, "The streamed object");
      await backend.putStream(key, streamOf(new Uint8Array(), [1]));
      sameBytes(await backend.get(key), new Uint8Array(), "An empty stream");
    },
  ),
  promiseCase(
    "object.stream-write.aborted",
    ["writeStream", "write", "read"],
    async (backend, env) => {
      const [fresh, kept] = [`${env.prefix}fresh`, `${env.prefix}kept`];
      const before = env.bytes(2000, 1);
      await backend.put(kept, before);
      for (const key of [fresh, kept]) {
        let isRejected = false;
        await backend.putStream(key, failingStream(env.bytes(9000, 0)))
          .catch(() => {
            isRejected = true;
          });
        holds(isRejected, "Putting a stream that fails midway succeeds");
      }
      await absent(backend, fresh, "Getting what a failed stream began");
      sameBytes(
        await backend.get(kept),
        before,
        "The object that a failed stream was to replace",
      );
    },
  ),
  promiseCase(
    "object.stream-write.unseen",
    ["writeStream", "read"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      const bytes = env.bytes(9000, 0);
      const body = new TransformStream<Uint8Array, Uint8Array>();
      const writer = body.writable.getWriter();
      const put = backend.putStream(key, body.readable);
      const isOver = put.then(() => true, () => true);
      await Promise.race([writer.write(bytes.subarray(0, 5000)), isOver]);
      await absent(backend, key, "Getting an object before its stream ended");
      await Promise.race([writer.write(bytes.subarray(5000)), isOver]);
      await Promise.race([writer.close(), isOver]);
      await put;
      sameBytes(await backend.get(key), bytes, "The streamed object");
    },
  ),
];

/** The bytes in chunks of these sizes, over and over; the last one is cut. */
function streamOf(
  bytes: Uint8Array,
  sizes: readonly number[],
): ReadableStream<Uint8Array> {
  let at = 0;
  let turn = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      const size = sizes[turn++ % sizes.length] ?? 1;
      controller.enqueue(bytes.slice(at, at + size));
      at += size;
    },
  });
}

function failingStream(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let hasSent = false;
  return new ReadableStream({
    pull(controller) {
      if (hasSent) return controller.error(new Error("stopped on purpose"));
      controller.enqueue(bytes.slice());
      hasSent = true;
    },
  });
}
