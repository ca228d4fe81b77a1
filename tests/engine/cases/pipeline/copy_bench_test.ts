/** Promises of `engine/cases/pipeline/copy_bench.ts`, in memory. */
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { MemBackend } from "../../../../backends/mem.ts";
import { CaseBroken } from "../../../../engine/cases/case_broken.ts";
import { CaseSkipped } from "../../../../engine/cases/case_skipped.ts";
import {
  CopyBench,
  onBench,
} from "../../../../engine/cases/pipeline/copy_bench.ts";
import { caseEnv } from "../../../_support/case_fixture.ts";
import {
  memoryCopies,
  StreamedMemory,
} from "../../../_support/memory_streams.ts";

const MADE = { sizeBytes: 5000, salt: 1 };

Deno.test("CopyBench skips a target without streams and a host without libcrypto", () => {
  const memory = caseEnv({ backend: new MemBackend({ url: "mem:" }) });
  assertThrows(() => new CopyBench(memory), CaseSkipped, "moves no streams");
  const backend = new StreamedMemory();
  const copies = memoryCopies(undefined, ["crc32c", "crc64nvme"]);
  const env = caseEnv({ backend, copies });
  assertThrows(() => new CopyBench(env), CaseSkipped, "libcrypto");
});

Deno.test("CopyBench.copy() breaks the case by a digest that is another one", async () => {
  const backend = new StreamedMemory();
  const bench = new CopyBench(caseEnv({
    backend,
    copies: memoryCopies("digest"),
  }));
  const object = await bench.put("in", MADE);
  const to = bench.key("out");
  const error = await assertRejects(
    () => bench.copy(object, { to }),
    CaseBroken,
  );
  assertEquals(error.message.startsWith("The sha256 made while"), true);
});

Deno.test("CopyBench.judge() finds a bit and a length that are wrong", async () => {
  const backend = new StreamedMemory();
  const bench = new CopyBench(caseEnv({ backend }));
  const object = await bench.put("in", MADE);
  await bench.judge(object.key, object);
  const bytes = new Uint8Array(await backend.get(object.key));
  await backend.put(object.key, bytes.subarray(1));
  await assertRejects(
    () => bench.judge(object.key, object),
    CaseBroken,
    "has 4999 bytes",
  );
  bytes[9] = (bytes[9] ?? 0) ^ 1;
  await backend.put(object.key, bytes);
  await assertRejects(
    () => bench.judge(object.key, object),
    CaseBroken,
    "The md5",
  );
});

Deno.test("onBench() leaves no key behind, also after a breach", async () => {
  const backend = new StreamedMemory();
  const body = onBench(async (bench) => {
    await bench.put("in", MADE);
    throw new CaseBroken("It broke");
  });
  await assertRejects(() => body(caseEnv({ backend })), CaseBroken);
  assertEquals((await backend.list()).objects, []);
});
