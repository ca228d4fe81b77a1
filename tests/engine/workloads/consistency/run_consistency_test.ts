/** Clients against stores in memory: honest, lossy, and lying. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  type ConsistencyFindingName,
  type ConsistencyOptions,
  runConsistency,
} from "../../../../engine/workloads/consistency/mod.ts";
import type { Backend, ObjectFacts } from "../../../../backends/mod.ts";
import { StorageError } from "../../../../backends/mod.ts";
import { MemBackend } from "../../../../backends/mem.ts";
import { ForwardingBackend } from "../../../../backends/wrap/forwarding_backend.ts";
import { type Lie, LyingStore } from "./_lying_store.ts";

function optionsFor(
  endpoints: readonly Backend[],
  more: Partial<ConsistencyOptions> = {},
): ConsistencyOptions {
  let ns = 0;
  return {
    endpoints: endpoints.map((backend, at) => ({ name: `way ${at}`, backend })),
    prefix: "run/",
    seed: 1,
    nowNs: () => ns += 1000,
    clients: 8,
    keys: 3,
    operations: 4000,
    partSizeBytes: 512,
    ...more,
  };
}

for (const seed of [1, 2, 3]) {
  Deno.test(`runConsistency() accuses no honest store, seed ${seed}`, async () => {
    const report = await runConsistency(
      optionsFor([new LyingStore(seed)], { seed, operations: 50_000 }),
    );
    assertEquals(report.findings, []);
    assertEquals(report.level, "linearizable");
    assertEquals(report.reads.ambiguous + report.lists.ambiguous, 0);
    assertEquals(report.reads.undecidedKeys, 0);
    assertEquals(report.lists.undecidedKeys, 0);
    assert(report.reads.looks > 20_000, `${report.reads.looks} looks`);
    assert(report.operations["complete upload"].answered > 100);
    assert(report.operations["put if match"].refused > 100);
  });

  Deno.test(`runConsistency() accuses nobody of lost answers, seed ${seed}`, async () => {
    const report = await runConsistency(
      optionsFor([new LyingStore(seed, "lost answers")], { seed }),
    );
    assertEquals(report.findings, []);
    assert(report.operations.put.unknown > 50);
    assert((report.failures["Unavailable"] ?? 0) > 50);
  });
}

const FOUND: readonly (readonly [Lie, readonly ConsistencyFindingName[]])[] = [
  ["stale read", ["stale read"]],
  ["hidden object", ["lost write"]],
  ["ignored match", ["lost update", "two winners"]],
  ["late match", ["lost update", "two winners"]],
  ["ignored absence", ["lost update", "two winners"]],
  ["lagging list", ["list is stale"]],
  ["lacking list", ["list misses key"]],
  ["kept delete", ["resurrected delete"]],
  ["old part", ["torn"]],
  ["torn body", ["torn"]],
  ["same etag", ["etag reused"]],
];
for (const [lie, names] of FOUND) {
  Deno.test(`runConsistency() finds the lie "${lie}" and names it`, async () => {
    const report = await runConsistency(
      optionsFor([new LyingStore(4, lie)]),
    );
    const found = report.findings.find(({ name }) => names.includes(name));
    assert(found !== undefined, JSON.stringify(report.findingCounts));
    const length = found?.witness.length ?? 0;
    assert(length >= 1 && length <= 5, JSON.stringify(found));
    assertEquals(found?.witness[0]?.callNs, 0);
  });
}

/** Serves what was there before the last put through it. */
class Lagging extends ForwardingBackend {
  readonly #past = new Map<string, Uint8Array>();

  override async put(key: string, bytes: Uint8Array): Promise<ObjectFacts> {
    const before = await this.inner.get(key).catch(() => undefined);
    if (before !== undefined) this.#past.set(key, before);
    return await super.put(key, bytes);
  }

  override async get(key: string): Promise<Uint8Array> {
    return this.#past.get(key) ?? await super.get(key);
  }
}

Deno.test("runConsistency() finds one endpoint of several that lags", async () => {
  const honest = new MemBackend({ url: "mem:one" });
  const report = await runConsistency(
    optionsFor([honest, honest, new Lagging(honest)], { operations: 500 }),
  );
  assert((report.findingCounts["stale read"] ?? 0) > 0);
  assertEquals(report.endpoints, ["way 0", "way 1", "way 2"]);
  const stale = report.findings.find(({ name }) => name === "stale read");
  assertEquals(stale?.witness.at(-1)?.endpoint, "way 2");
});

Deno.test("runConsistency() can be written as JSON and read again", async () => {
  const report = await runConsistency(
    optionsFor([new LyingStore(5, "stale read", "lost answers")]),
  );
  assertEquals(JSON.parse(JSON.stringify(report)), report);
});

Deno.test("runConsistency() stops at its limit of operations", async () => {
  const report = await runConsistency(
    optionsFor([new LyingStore(1)], { operations: 100 }),
  );
  const asked = Object.values(report.operations)
    .reduce((sum, one) => sum + one.asked, 0);
  // What is in flight, and the pages of a list that was begun, go on.
  assert(asked >= 100 && asked < 150, `${asked}`);
  assertEquals(report.stoppedBy, "limit");
});

Deno.test("runConsistency() stops when it is told to", async () => {
  const stop = AbortSignal.abort();
  const report = await runConsistency(
    optionsFor([new LyingStore(1)], { signal: stop }),
  );
  assertEquals(report.stoppedBy, "signal");
  assertEquals(report.level, null);
});

Deno.test("runConsistency() gives up on a store that refuses everything", async () => {
  class Closed extends MemBackend {
    override put(): Promise<never> {
      const message = 'Cannot put: the key "x" may not';
      return Promise.reject(
        new StorageError(message, {
          kind: "PermissionDenied",
          operation: "put",
        }),
      );
    }
  }
  const report = await runConsistency(
    optionsFor([new Closed({ url: "mem:closed" })]),
  );
  assertEquals(report.stoppedBy, "failure");
  assertEquals(report.failure, 'Cannot put: the key "x" may not');
});

Deno.test("runConsistency() asks for nothing that is not claimed", async () => {
  class Small extends MemBackend {
    override readonly capabilities = new Set(["read", "write"] as const);
  }
  const report = await runConsistency(
    optionsFor([new Small({ url: "mem:small" })], { operations: 500 }),
  );
  assertEquals(report.findings, []);
  assertEquals(report.notAsked.length, 8);
  assertEquals(report.operations.list.asked, 0);
  assertEquals(report.lists.level, null);
});

Deno.test("runConsistency() repeats what was asked from the seed alone", async () => {
  const run = async () => {
    const store = new LyingStore(6, "stale read");
    return await runConsistency(optionsFor([store], { seed: 6 }));
  };
  assertEquals(await run(), await run());
});

Deno.test("runConsistency() refuses to run without endpoints", async () => {
  await assertRejects(() => runConsistency(optionsFor([])), RangeError);
});
