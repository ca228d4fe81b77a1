/** The promises of cmd/process_context.ts. */
import { assertEquals, assertThrows } from "@std/assert";
import { PipeClosed, WriteFailed } from "../../cmd/context.ts";
import { processContext, streamOutput } from "../../cmd/process_context.ts";

function fakeStream(take: (bytes: Uint8Array) => number) {
  return { writeSync: take, isTerminal: () => false };
}

Deno.test("streamOutput() writes all of a text that is taken in pieces", () => {
  const taken: number[] = [];
  const output = streamOutput(fakeStream((bytes) => {
    const some = bytes.subarray(0, 3);
    taken.push(...some);
    return some.length;
  }));
  output.write("größer");
  assertEquals(new TextDecoder().decode(new Uint8Array(taken)), "größer");
});

Deno.test("streamOutput() tries again while a stream is not ready", () => {
  let tries = 0;
  streamOutput(fakeStream((bytes) => {
    if (++tries < 3) throw new Deno.errors.WouldBlock();
    return bytes.length;
  })).write("x");
  assertEquals(tries, 3);
});

Deno.test("streamOutput() says that the reader went away", () => {
  const output = streamOutput(fakeStream(() => {
    throw new Deno.errors.BrokenPipe();
  }));
  assertThrows(() => output.write("x"), PipeClosed);
});

Deno.test("streamOutput() says that the output has no room", () => {
  const output = streamOutput(fakeStream(() => {
    throw new Error("No space left on device (os error 28)");
  }));
  const said = "Cannot write the output: no space left on device";
  assertThrows(() => output.write("x"), WriteFailed, said);
});

Deno.test("processContext() ends a sleep when it is aborted", async () => {
  const abort = new AbortController();
  const sleep = processContext().clock.sleepMs(3_600_000, abort.signal);
  abort.abort();
  await sleep;
  await processContext().clock.sleepMs(3_600_000, abort.signal);
});

Deno.test("processContext() hears a signal until it is told to stop", async () => {
  const heard: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = processContext().onSignal((signal) => {
    heard.push(signal);
    resolve();
  });
  // A listener alone does not keep the process waiting.
  const hold = setInterval(() => {}, 1000);
  Deno.kill(Deno.pid, "SIGTERM");
  await promise;
  clearInterval(hold);
  end();
  assertEquals(heard, ["SIGTERM"]);
});
