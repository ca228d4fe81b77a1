import { assert, assertEquals } from "@std/assert";
import {
  type ChunkRequest,
  type EndLimits,
  isShortage,
  planChunks,
} from "../../../../engine/workloads/pipeline/chunk_plan.ts";

const MIB = 1 << 20;
const FILE: EndLimits = {
  partBytesMin: 1,
  partsMax: Number.MAX_SAFE_INTEGER,
  depthMax: 1,
  bufferBytes: 0,
};
const STORE: EndLimits = {
  partBytesMin: 5 * MIB,
  partsMax: 10_000,
  depthMax: 8,
  bufferBytes: 512 << 10,
};

function planned(request: Partial<ChunkRequest>) {
  const plan = planChunks({
    sizeBytes: 1 << 30,
    memoryBytes: 64 * MIB,
    source: FILE,
    sink: STORE,
    ...request,
  });
  if (isShortage(plan)) throw new Error(`needs ${plan.neededBytes}`);
  return plan;
}

Deno.test("planChunks() never takes more than the memory, whatever the ends", () => {
  const ends = [FILE, STORE, { ...FILE, depthMax: 8 }];
  const sizes = [0, 1, 4095, MIB, 50e6, 10 * 2 ** 30, 5e12];
  const memories = [MIB, 12 * MIB, 30e6, 64 * MIB, 1 << 30];
  let refused = 0;
  for (const source of ends) {
    for (const sink of [...ends, null]) {
      for (const sizeBytes of sizes) {
        for (const memoryBytes of memories) {
          const plan = planChunks({ sizeBytes, memoryBytes, source, sink });
          if (isShortage(plan)) {
            refused++;
            assert(plan.neededBytes > memoryBytes);
            continue;
          }
          const beside = plan.sourceDepth * source.bufferBytes +
            plan.sinkDepth * (sink?.bufferBytes ?? 0);
          assert(plan.ringBytes + beside <= memoryBytes);
          assertEquals(plan.chunkBytes % 4096, 0);
          const count = Math.ceil(sizeBytes / plan.chunkBytes);
          assert(count <= (sink?.partsMax ?? Infinity));
          assert(plan.ringBytes >= Math.min(2, count) * plan.chunkBytes);
        }
      }
    }
  }
  assert(refused > 0);
});

Deno.test("planChunks() sends 50 MB through 30 MB in parts that a store takes", () => {
  const plan = planned({ sizeBytes: 50e6, memoryBytes: 30e6, source: STORE });
  assert(plan.chunkBytes >= 5 * MIB);
  assert(plan.ringBytes >= 2 * plan.chunkBytes);
});

Deno.test("planChunks() makes parts larger where their number is limited", () => {
  const plan = planned({ sizeBytes: 200 * 2 ** 30 });
  assert(plan.chunkBytes * 10_000 >= 200 * 2 ** 30);
  assertEquals(plan.chunkBytes % MIB, 0);
});

Deno.test("planChunks() says how much memory a large object needs", () => {
  const request = { source: FILE, sink: STORE, sizeBytes: 2e12 };
  const plan = planChunks({ ...request, memoryBytes: 64 * MIB });
  if (!isShortage(plan)) throw new Error("it fits");
  const enough = planChunks({ ...request, memoryBytes: plan.neededBytes });
  assert(!isShortage(enough));
});

Deno.test("planChunks() gives a small object one chunk, and no more memory than that", () => {
  const plan = planned({ sizeBytes: 5000, sink: FILE });
  assertEquals([plan.chunkBytes, plan.ringBytes], [8192, 8192]);
  const empty = planned({ sizeBytes: 0, sink: FILE });
  assertEquals(empty.ringBytes, empty.chunkBytes);
});

Deno.test("planChunks() binds what is put at once to no least size, and to one request", () => {
  const request = { sizeBytes: 5000, source: STORE, memoryBytes: 2 * MIB };
  assertEquals(planned(request), {
    chunkBytes: 8192,
    ringBytes: 8192,
    sourceDepth: 1,
    sinkDepth: 1,
  });
  const sizeBytes = 4 * MIB;
  const short = planChunks({ ...request, sizeBytes, sink: STORE });
  assertEquals(short, { neededBytes: 5 * MIB });
  assertEquals(
    planned({ ...request, sizeBytes, memoryBytes: 5 * MIB }).chunkBytes,
    sizeBytes,
  );
});

Deno.test("planChunks() keeps the chunks of a copy that goes on", () => {
  const plan = planned({ chunkBytes: 6 * MIB });
  assertEquals(plan.chunkBytes, 6 * MIB);
});
