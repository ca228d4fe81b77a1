import { assert, assertEquals, assertRejects } from "@std/assert";
import { StorageError } from "../../../../backends/errors.ts";
import { askAgain } from "../../../../engine/workloads/pipeline/ask_again.ts";

function failing(
  times: number,
  transient: boolean,
  kind: StorageError["kind"] = "Unavailable",
) {
  let calls = 0;
  return {
    calls: () => calls,
    body: () =>
      ++calls > times ? Promise.resolve(calls) : Promise.reject(
        new StorageError("no", { kind, operation: "look", transient }),
      ),
  };
}

function fixture(attemptsMax: number) {
  const waitsMs: number[] = [];
  const abort = new AbortController();
  let retries = 0;
  return {
    waitsMs,
    abort,
    retries: () => retries,
    ports: {
      sleepMs: (ms: number) => {
        waitsMs.push(ms);
        return Promise.resolve();
      },
    },
    options: {
      ...{ attemptsMax, seed: 5n, signal: abort.signal },
      watch: {
        retried() {
          retries++;
        },
      },
    },
  };
}

Deno.test("askAgain() tries what passes again, waits longer, and counts", async () => {
  const { options, ports, retries, waitsMs } = fixture(4);
  const { body } = failing(3, true);
  assertEquals(await askAgain(ports, options, body), 4);
  assertEquals(retries(), 3);
  waitsMs.forEach((ms, index) => assert(ms >= 0 && ms <= 50 * 2 ** index));
});

Deno.test("askAgain() gives up after its attempts", async () => {
  const { options, ports } = fixture(2);
  const { body, calls } = failing(9, true);
  await assertRejects(() => askAgain(ports, options, body), StorageError);
  assertEquals(calls(), 2);
});

Deno.test("askAgain() tries nothing again that will not be different, or once it is over", async () => {
  const lasting = failing(9, false);
  const { abort, options, ports } = fixture(5);
  await assertRejects(() => askAgain(ports, options, lasting.body));
  assertEquals(lasting.calls(), 1);
  abort.abort();
  const passing = failing(9, true);
  await assertRejects(() => askAgain(ports, options, passing.body));
  assertEquals(passing.calls(), 1);
});

Deno.test("askAgain() waits in the same way for the same seed, and longer when throttled", async () => {
  const waits = async (kind: StorageError["kind"]) => {
    const { options, ports, waitsMs } = fixture(6);
    await askAgain(ports, options, failing(5, true, kind).body);
    return waitsMs;
  };
  const [first, again, slow] = [
    await waits("Unavailable"),
    await waits("Unavailable"),
    await waits("RateLimited"),
  ];
  assertEquals(first, again);
  slow.forEach((ms, index) => {
    assertEquals(Math.round(ms), Math.round((first[index] ?? 0) * 20));
  });
});
