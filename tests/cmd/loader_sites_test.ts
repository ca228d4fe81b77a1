import { assertEquals, assertThrows } from "@std/assert";
import { loaderSites, sampleClient } from "../../cmd/loader_sites.ts";
import { loadCore } from "../../ffi/mod.ts";

function coreOf(core: ReturnType<typeof loadCore>) {
  const backend = () => {
    throw new TypeError("no target");
  };
  return loaderSites({ wiring: { core, backend }, journalPath: () => "" }).core;
}

const OF = {
  runKey: "00000000000000aa",
  runId: "00".repeat(8),
  tag: 3,
  unit: 0,
};

Deno.test("loaderSites() stamps samples, and the core finds what is not theirs", () => {
  using core = loadCore();
  const loader = coreOf(core);
  const bytes = loader.stamp(OF, 8192);
  assertEquals(loader.judge(OF, bytes), []);
  bytes[5000] = (bytes[5000] ?? 0) ^ 1;
  const [found, ...more] = loader.judge(OF, bytes);
  assertEquals([found?.class, found?.offsetBytes, more.length], [
    ...["bit rot", 4096, 0],
  ]);
  assertEquals(loader.judge({ ...OF, tag: 4 }, bytes).length, 2);
  assertEquals(loader.stamp(OF, 100), loader.stamp(OF, 4096).slice(0, 100));
});

Deno.test("loaderSites() gives zstd, which refuses what is no frame", () => {
  using core = loadCore();
  const codec = coreOf(core).codec("zstd", 3);
  const plain = new Uint8Array(10_000).fill(7);
  const packed = codec.compress(plain);
  assertEquals(packed.length < 100, true);
  assertEquals(codec.decompress(packed, plain.length), plain);
  assertThrows(() => codec.decompress(packed.slice(1), 10_000), RangeError);
  assertThrows(() => codec.decompress(packed, 9999), RangeError);
});

Deno.test("sampleClient() names who moves the bytes, and nobody where none can", () => {
  const all = new Set(
    ["read", "readRange", "write", "delete", "writeStream"] as const,
  );
  assertEquals(sampleClient({ capabilities: all }, "s3"), {
    client: "@aws-sdk/client-s3",
  });
  assertEquals(sampleClient({ capabilities: new Set() }, "s3"), null);
  assertEquals(sampleClient({ capabilities: all }, "null"), null);
});
