import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { Float64Histogram } from "hdr-histogram-js";
import { CoreError, loadCore } from "../../ffi/mod.ts";
import { HISTOGRAM_LENGTH } from "../../ffi/layout.ts";
import { crc32cTwin } from "./stamp_twin.ts";

const HOUR_NS = 3_600_000_000_000;

Deno.test("Core.crc32c() is the Castagnoli sum, whole or in parts", () => {
  using core = loadCore();
  const digits = new TextEncoder().encode("123456789");
  assertEquals(core.crc32c(digits), 0xe3069283);
  const head = core.crc32c(digits.slice(0, 4));
  assertEquals(core.crc32c(digits.slice(4), head), 0xe3069283);
  for (const count of [0, 1, 7, 8, 60, 1000, 4097]) {
    const bytes = Uint8Array.from({ length: count }, (_, n) => n * n + count);
    assertEquals(core.crc32c(bytes), crc32cTwin(bytes), `${count} bytes`);
  }
});

Deno.test("Core.histogramIndex() puts a value where HdrHistogram puts it", () => {
  using core = loadCore();
  const twin = new Float64Histogram(1, HOUR_NS, 3);
  const values = new Set<number>([0, 1, 2, 2047, 2048, 2049, HOUR_NS]);
  for (let value = 1; value < HOUR_NS; value = Math.ceil(value * 1.007)) {
    values.add(value);
    values.add(value - 1);
  }
  for (let bits = 11; bits < 42; bits++) {
    for (const off of [-1, 0, 1]) values.add(2 ** bits + off);
  }
  assertEquals(twin.countsArrayLength, HISTOGRAM_LENGTH);
  let compared = 0;
  for (const value of values) {
    if (value > HOUR_NS) continue;
    const index = core.histogramIndex(value);
    assert(index < HISTOGRAM_LENGTH, `${value} is in bucket ${index}`);
    assertEquals(index, twin.countsArrayIndex(value), `value ${value}`);
    assertEquals(
      core.histogramValue(index),
      twin.lowestEquivalentValue(value),
      `lowest of the bucket of ${value}`,
    );
    compared += 1;
  }
  assert(compared > 4000, `compared ${compared}`);
});

Deno.test("Core.histogramIndex() refuses what lies above an hour", () => {
  using core = loadCore();
  assert(core.histogramIndex(HOUR_NS) < HISTOGRAM_LENGTH);
  const error = assertThrows(
    () => core.histogramIndex(2 * HOUR_NS),
    CoreError,
  );
  assertEquals(error.statusName, "BOUND");
});

Deno.test("Core.probePath() tells kinds apart and creates nothing", async () => {
  using core = loadCore();
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeFile(`${folder}/f`, new Uint8Array(5));
    const file = await core.probePath(`${folder}/f`);
    assertEquals([file.kind, file.sizeBytes, file.claimed], ["file", 5, false]);
    assertEquals((await core.probePath(folder)).kind, "directory");
    assertEquals((await core.probePath(`${folder}/no`)).kind, "none");
    assertEquals((await core.probePath("/dev/null")).kind, "other");
    assertEquals([...Deno.readDirSync(folder)].length, 1);
    const alignment = await core.probeAlignment(folder);
    assert(alignment.source === "none" || alignment.offsetBytes > 0);
    assertEquals([...Deno.readDirSync(folder)].length, 1);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("Core.renameNew() moves a file and never replaces one", async () => {
  using core = loadCore();
  const folder = await Deno.makeTempDir();
  const [from, to] = [`${folder}/from`, `${folder}/to`];
  try {
    await Deno.writeTextFile(from, "new");
    await core.renameNew(from, to);
    await Deno.writeTextFile(from, "newer");
    const error = await assertRejects(
      () => core.renameNew(from, to),
      CoreError,
      to,
    );
    assertEquals(error.statusName, "EEXIST");
    assertEquals(await Deno.readTextFile(to), "new");
    await core.pathSync(folder);
    await assertRejects(() => core.pathSync(`${folder}/no`), CoreError, "no");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("Core.nowNs() goes on, and usage() grows with work", () => {
  using core = loadCore();
  const [start, before] = [core.nowNs(), core.usage()];
  const bytes = new Uint8Array(1 << 20);
  for (let pass = 0; pass < 20; pass++) core.crc32c(bytes);
  const [end, after] = [core.nowNs(), core.usage()];
  assert(end > start);
  assert(
    after.userNs + after.systemNs >= before.userNs + before.systemNs,
  );
  assert(after.residentBytesMax > 1 << 20 && after.residentBytes > 1 << 20);
});

Deno.test("Core.probeUring() is 0 or says why not", () => {
  using core = loadCore();
  const status = core.probeUring();
  assert(status === 0 || core.statusText(status) !== "");
});

Deno.test("Core.kernelSelect() refuses what the CPU lacks", () => {
  using core = loadCore();
  core.kernelSelect("portable");
  core.kernelSelect(core.kernelBest());
  if (core.kernelBest() === "avx512") return;
  const error = assertThrows(() => core.kernelSelect("avx512"), CoreError);
  assertEquals(error.statusName, "BOUND");
});
