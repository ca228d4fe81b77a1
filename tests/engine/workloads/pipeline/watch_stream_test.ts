import { assertEquals } from "@std/assert";
import { watchStream } from "../../../../engine/workloads/pipeline/watch_stream.ts";
import { FakeStream } from "./copy_fixture.ts";

function watched(partCount: number, signal = new AbortController().signal) {
  const stream = new FakeStream();
  const sleeps: number[] = [];
  const parts: number[] = [];
  const run = () =>
    watchStream({
      sleepMs: (ms) => {
        sleeps.push(ms);
        return Promise.resolve();
      },
    }, {
      stream,
      partCount,
      signal,
      watch: { part: (index) => parts.push(index), counters() {} },
    });
  return { stream, sleeps, parts, run };
}

Deno.test("watchStream() looks soon at first, then ten times a second", async () => {
  const { stream, sleeps, run } = watched(0);
  stream.looks = 10;
  const counters = await run();
  assertEquals(counters.state, "done");
  assertEquals(sleeps.slice(0, 3), [1, 2, 4]);
  assertEquals(sleeps.at(-1), 100);
});

Deno.test("watchStream() tells each part once, also those that overtake", async () => {
  const { stream, parts, run } = watched(300);
  const missing = { crc64nvme: "0", sizeBytes: 1, isThere: false, etag: "" };
  for (let at = 0; at < 300; at += 2) stream.parts.set(at, missing);
  stream.looks = 3;
  const running = run();
  await null;
  stream.parts.clear();
  await running;
  assertEquals(parts.toSorted((a, b) => a - b), [...Array(300).keys()]);
});

Deno.test("watchStream() stops a stream that is no longer wanted", async () => {
  const abort = new AbortController();
  const { stream, run } = watched(0, abort.signal);
  stream.looks = 1e9;
  abort.abort();
  assertEquals((await run()).state, "failed");
  assertEquals(stream.isStopped, true);
});
