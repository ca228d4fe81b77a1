/** Promises of `backends/store/sdk/returned_sum.ts`, through gets of a lane. */
import { assertEquals } from "@std/assert";
import { checksumOf } from "../../../../backends/checksum.ts";
import {
  getObject,
  getRange,
} from "../../../../backends/store/sdk/object_reads.ts";
import { putObject } from "../../../../backends/store/sdk/object_writes.ts";
import type { StatedChecksum } from "../../../../backends/store/sdk/store_client.ts";
import { loadCore } from "../../../../ffi/mod.ts";
import {
  classesOf,
  makeRig,
  type Rig,
  type RigOptions,
} from "./_memory_store.ts";

type Stating = (bytes: Uint8Array<ArrayBuffer>) => StatedChecksum;

/** A get of a right object with which the store states that. */
async function getStating(
  stating: Stating,
  options: Partial<RigOptions> = {},
): Promise<Rig> {
  using core = loadCore();
  const rig = makeRig({ stamp: core.stamp, ...options });
  await putObject(rig.context, 0);
  rig.store.lies = { checksum: stating };
  await getObject(rig.context, 0);
  await getRange(rig.context, 0);
  return rig;
}

const right = (kind: "md5" | "crc32c" | "crc64nvme"): Stating => (bytes) => ({
  kind,
  text: checksumOf(kind, bytes).base64,
});

Deno.test("judgeSum() counts checksums that fit, and tells nothing", async () => {
  for (const kind of ["md5", "crc32c", "crc64nvme"] as const) {
    const { found, memory } = await getStating(right(kind));
    assertEquals([found, memory.get("sums_compared")], [[], 1]);
  }
});

Deno.test("judgeSum() tells a wrong checksum with both texts", async () => {
  const { found, memory } = await getStating(() => ({
    kind: "crc32c",
    text: "AAAAAA==",
  }));
  const [one] = found;
  assertEquals([one?.class, one?.op, one?.file], ["wrong checksum", "get", 0]);
  const text = (sample?: Uint8Array) =>
    new TextDecoder().decode(sample).replaceAll("\0", "");
  assertEquals(text(one?.foundSample), "AAAAAA==");
  assertEquals(text(one?.expectedSample).length, 8);
  assertEquals(memory.get("units_bad"), 1);
});

Deno.test("judgeSum() counts what cannot be told, and sums nothing unless asked", async () => {
  const ofParts: Stating = () => ({ kind: null, text: "AAAAAA==-2" });
  const parts = await getStating(ofParts);
  assertEquals([parts.found, parts.memory.get("sums_unknown")], [[], 1]);
  const unasked = await getStating(right("md5"), { spec: { verify: false } });
  assertEquals(unasked.memory.get("sums_compared"), 0);
});

Deno.test("judgeSum() says nothing of bytes that are wrong themselves", async () => {
  using core = loadCore();
  const rig = makeRig({ stamp: core.stamp });
  await putObject(rig.context, 0);
  const honest = [...rig.store.objects.values()][0] ?? new Uint8Array();
  rig.store.lies = {
    body: (bytes) => bytes.fill(7, 100, 108),
    checksum: () => right("crc64nvme")(honest),
  };
  await getObject(rig.context, 0);
  assertEquals(classesOf(rig).includes("wrong checksum get 0"), false);
  assertEquals(rig.found.length > 0, true);
});
