import { assertEquals, assertRejects } from "@std/assert";
import {
  attempt,
  errorCounter,
} from "../../../../backends/store/sdk/attempts.ts";
import {
  laneBuffer,
  LaneMemory,
} from "../../../../backends/store/sdk/lane_memory.ts";
import { ClientFailure } from "../../../../backends/store/sdk/store_client.ts";
import type { StatusName } from "../../../../ffi/mod.ts";

function makeAttempts(attemptsMax: number) {
  const memory = new LaneMemory(laneBuffer());
  const waits: number[] = [];
  const options = {
    ...{ memory, attemptsMax },
    fraction: () => 0.5,
    wait: (ms: number) => {
      waits.push(ms);
      return Promise.resolve();
    },
  };
  return { options, memory, waits };
}

/** Fails with each status in turn, then answers. */
function failing(...statuses: StatusName[]) {
  return () => {
    const status = statuses.shift();
    return status === undefined
      ? Promise.resolve("done")
      : Promise.reject(new ClientFailure(status));
  };
}

Deno.test("attempt() tries once where the plan says so", async () => {
  const { options, memory } = makeAttempts(1);
  const error = await assertRejects(
    () => attempt(options, failing("HTTP_SERVER")),
    ClientFailure,
  );
  assertEquals(error.status, "HTTP_SERVER");
  const { attempts, retries, errorsServer } = memory.counters();
  assertEquals([attempts, retries, errorsServer], [1, 0, 1]);
});

Deno.test("attempt() waits longer each time, and longest when throttled", async () => {
  const { options, memory, waits } = makeAttempts(9);
  const answer = await attempt(
    options,
    failing("HTTP_RESET", "HTTP_SERVER", "HTTP_THROTTLED", "HTTP_TIMEOUT"),
  );
  assertEquals(answer, "done");
  assertEquals(waits, [25, 50, 2000, 200]);
  const counters = memory.counters();
  assertEquals([counters.attempts, counters.retries], [5, 4]);
  assertEquals(
    [
      counters.retriesReset,
      counters.retriesServer,
      counters.retriesThrottled,
      counters.retriesTimeout,
    ],
    [1, 1, 1, 1],
  );
  assertEquals(counters.retryWaitNs, 2_275_000_000);
});

Deno.test("attempt() waits at most 20 s", async () => {
  const { options, waits } = makeAttempts(12);
  const statuses = new Array<StatusName>(11).fill("HTTP_THROTTLED");
  await attempt(options, failing(...statuses));
  assertEquals(waits.at(-1), 10_000);
});

Deno.test("attempt() waits as long as the store asks for", async () => {
  const { options, waits } = makeAttempts(2);
  const failure = new ClientFailure("HTTP_THROTTLED");
  failure.retryAfterMs = 7000;
  let count = 0;
  await attempt(
    options,
    () => count++ === 0 ? Promise.reject(failure) : Promise.resolve("done"),
  );
  assertEquals(waits, [7000]);
});

Deno.test("attempt() counts retries as native lanes do", async () => {
  const { options, memory } = makeAttempts(9);
  await attempt(
    options,
    failing("HTTP_TRUNCATED", "HTTP_ERROR_BODY", "HTTP_RESOLVE"),
  );
  const { retriesReset, retriesServer, retriesOther } = memory.counters();
  assertEquals([retriesReset, retriesServer, retriesOther], [1, 1, 1]);
});

Deno.test("attempt() does not repeat what was refused", async () => {
  const { options, memory } = makeAttempts(5);
  await assertRejects(() => attempt(options, failing("HTTP_DENIED")));
  assertEquals(memory.get("attempts"), 1);
});

Deno.test("attempt() remembers that an attempt before may have been done", async () => {
  const { options } = makeAttempts(2);
  const error = await assertRejects(
    () => attempt(options, failing("HTTP_RESET", "HTTP_PRECONDITION")),
    ClientFailure,
  );
  assertEquals([error.status, error.isUnknown], ["HTTP_PRECONDITION", true]);
});

Deno.test("attempt() counts no error where the failure is an answer", async () => {
  const { options, memory } = makeAttempts(2);
  const isAnswer = (status: StatusName) => status === "HTTP_NOT_FOUND";
  await assertRejects(
    () => attempt({ ...options, isAnswer }, failing("HTTP_NOT_FOUND")),
  );
  assertEquals(memory.get("errors_missing"), 0);
});

Deno.test("errorCounter() has a counter for each status", () => {
  assertEquals(errorCounter("HTTP_TLS"), "errors_tls");
  assertEquals(errorCounter("HTTP_PRECONDITION"), "errors_conflict");
  assertEquals(errorCounter("HTTP_ERROR_BODY"), "errors_other");
});
