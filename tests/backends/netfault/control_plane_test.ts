/** Every fault of the network, met by a backend that never tries twice. */
import { assert, assertEquals } from "@std/assert";
import { StorageError, type StorageErrorKind } from "../../../backends/mod.ts";
import { fired } from "./_way_endpoint.ts";
import { type StoreKind, STORES, withStoreWay } from "./_store_way.ts";

interface FaultCase {
  readonly fault: string;
  /** What a put and a get over it come to; absent: they only take longer. */
  readonly put?: StorageErrorKind;
  readonly get?: StorageErrorKind;
}

const CASES: readonly FaultCase[] = [
  {
    fault: "refuse:arg=60000",
    put: "Unavailable",
    get: "Unavailable",
  },
  { fault: "throttle:arg=500000" },
  { fault: "http-429:arg=60000", put: "RateLimited", get: "RateLimited" },
  { fault: "http-503:arg=60000", put: "RateLimited", get: "RateLimited" },
  { fault: "half-open", put: "TimedOut", get: "TimedOut" },
  { fault: "delay-request:arg=5" },
  { fault: "reset-request", put: "Unavailable", get: "Unavailable" },
  { fault: "reset-request:arg=50000", put: "Unavailable" },
  { fault: "cut-request", put: "Unavailable" },
  { fault: "delay:arg=5" },
  { fault: "slow-loris:arg=0" },
  { fault: "reset", put: "Unavailable", get: "Unavailable" },
  { fault: "reset:arg=50000", get: "Unavailable" },
  { fault: "cut:arg=50000", get: "Unavailable" },
  { fault: "stall", put: "TimedOut", get: "TimedOut" },
  { fault: "stall:arg=50000", get: "TimedOut" },
];

const BYTES = new Uint8Array(100_000).fill(7);

/** Nothing is tried twice here: what is not broken must not be late either. */
const LATE = {
  ...{ connectTimeoutMs: 20_000, stallTimeoutMs: 1500 },
  requestTimeoutMs: 20_000,
};

/** The kind of failure that `body` ends in; `undefined`: it succeeds. */
async function kindOf(
  body: () => Promise<unknown>,
): Promise<StorageErrorKind | undefined> {
  try {
    await body();
    return undefined;
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    return error.kind;
  }
}

async function meet(kind: StoreKind, one: FaultCase): Promise<void> {
  const isLate = one.put === "TimedOut" || one.get === "TimedOut";
  const settings = isLate ? LATE : {};
  await withStoreWay(
    { kind, faults: [one.fault], settings },
    async ({ backend, way }) => {
      await backend.put("old", BYTES);
      way.arm(true);
      assertEquals(
        await kindOf(() => backend.put("new", BYTES)),
        one.put,
        "put",
      );
      const got = await kindOf(async () => {
        assertEquals(await backend.get("old"), BYTES);
      });
      assertEquals(got, one.get, "get");
      assert(fired(way).every((count) => count > 0), "it did nothing");
      way.arm(false);
      // What was said of the put is true: nothing of it, or all.
      const kept = await backend.list({ limit: 10 });
      for (const { key, sizeBytes } of kept.objects) {
        assertEquals([key, sizeBytes], [key, BYTES.length]);
      }
      assertEquals(await backend.get("old"), BYTES);
    },
  );
}

for (const kind of STORES) {
  for (const one of CASES) {
    Deno.test(`the control plane over ${kind} tells of ${one.fault}`, () =>
      meet(kind, one));
  }
}
