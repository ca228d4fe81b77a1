import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { createHash } from "node:crypto";
import {
  type Core,
  CoreError,
  type CoreStream,
  loadCore,
  statusOf,
  type StreamSpec,
} from "../../ffi/mod.ts";

const CHUNK = 64 << 10;
const BYTES = Uint8Array.from(
  { length: 5 * CHUNK + 99 },
  (_, index) => (index * 2654435761) >>> 24,
);

async function withPaths(
  body: (core: Core, from: string, to: string) => Promise<void>,
) {
  using core = loadCore();
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeFile(`${folder}/from`, BYTES);
    await body(core, `${folder}/from`, `${folder}/to`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function streamSpec(over: Partial<StreamSpec> = {}): StreamSpec {
  return {
    sizeBytes: BYTES.length,
    memoryBytes: 2 * CHUNK,
    chunkBytes: CHUNK,
    digests: ["sha256", "crc64nvme"],
    seed: 1n,
    holds: false,
    tellsParts: false,
    ...over,
  };
}

async function setEnds(
  stream: CoreStream,
  paths: { from: string; to: string; direct?: boolean },
): Promise<void> {
  const direct = paths.direct ?? false;
  const file = { direct, depth: direct ? 2 : 1, over: false };
  await stream.fromFile({ ...file, path: paths.from });
  await stream.toFile({ ...file, path: paths.to });
}

for (const direct of [false, true]) {
  const how = direct ? "past the page cache" : "through the page cache";
  Deno.test(`CoreStream copies a file ${how} within its memory`, async () => {
    await withPaths(async (core, from, to) => {
      await using stream = core.stream(streamSpec());
      await setEnds(stream, { from, to, direct });
      stream.start();
      const outcome = await stream.join();
      if (!outcome.ok) throw new Error("it failed");
      assertEquals(
        outcome.digests.sha256,
        createHash("sha256").update(BYTES).digest("hex"),
      );
      const counters = stream.counters();
      assertEquals(counters.state, "done");
      assertEquals(counters.writtenBytes, BYTES.length);
      assert(counters.memoryPeakBytes <= 2 * CHUNK);
      assert(counters.endedNs > counters.startedNs);
      assertEquals(await Deno.readFile(to), BYTES);
    });
  });
}

Deno.test("CoreStream tells which end failed, where, and with what", async () => {
  await withPaths(async (core, from, to) => {
    await Deno.truncate(from, 3 * CHUNK);
    await using stream = core.stream(streamSpec());
    await setEnds(stream, { from, to });
    stream.start();
    const outcome = await stream.join();
    if (outcome.ok) throw new Error("it did not fail");
    assertEquals(outcome.failure.status, statusOf("SHORT"));
    assertEquals(outcome.failure.end, "source");
    assertEquals(outcome.failure.offsetBytes, 3 * CHUNK);
    assertEquals(outcome.failure.digest, null);
  });
});

Deno.test("CoreStream names the digest that is not the one expected", async () => {
  await withPaths(async (core, from, to) => {
    await using stream = core.stream(streamSpec());
    await setEnds(stream, { from, to });
    assertThrows(() => stream.expect({ crc32c: "00000000" }), CoreError);
    stream.expect({ sha256: "0".repeat(64) });
    stream.start();
    const outcome = await stream.join();
    if (outcome.ok) throw new Error("it did not fail");
    assertEquals(outcome.failure.digest, "sha256");
    assertEquals(
      outcome.digests.sha256,
      createHash("sha256").update(BYTES).digest("hex"),
    );
  });
});

Deno.test("CoreStream reads what the sink has, and does not write it again", async () => {
  await withPaths(async (core, from, to) => {
    await using first = core.stream(streamSpec({ tellsParts: true }));
    await setEnds(first, { from, to });
    assertEquals(first.part(1).isThere, false);
    first.start();
    assert((await first.join()).ok);
    const part = first.part(1);
    assertEquals([part.sizeBytes, part.isThere], [CHUNK, true]);

    await using second = core.stream(streamSpec());
    await setEnds(second, { from, to: `${to}-2` });
    second.known(1, part);
    assertThrows(
      () => second.known(0, { ...part, etag: "x".repeat(200) }),
      RangeError,
    );
    second.start();
    assert((await second.join()).ok);
    assertEquals(second.counters().passedBytes, CHUNK);
  });
});

Deno.test("CoreStream that is closed while it runs is stopped first", async () => {
  await withPaths(async (core, from, to) => {
    const stream = core.stream(streamSpec());
    await setEnds(stream, { from, to });
    stream.start();
    await stream.close();
    await stream.close();
    assertThrows(() => stream.counters(), CoreError, "closed");
  });
});

Deno.test("CoreStream refuses too little memory, missing files, and to join what never ran", async () => {
  await withPaths(async (core, from, to) => {
    const little = assertThrows(
      () => core.stream(streamSpec({ memoryBytes: CHUNK })),
      CoreError,
    );
    assertEquals(little.statusName, "BOUND");
    await using stream = core.stream(streamSpec());
    await assertRejects(() => stream.join(), CoreError, "never ran");
    await assertRejects(
      () =>
        stream.fromFile({
          path: `${from}-absent`,
          direct: false,
          depth: 1,
          over: false,
        }),
      CoreError,
      "absent",
    );
    assertThrows(() => stream.start(), CoreError);
    const taken = await assertRejects(
      () => stream.toFile({ path: from, direct: false, depth: 1, over: false }),
      CoreError,
    );
    assertEquals(taken.statusName, "EEXIST");
    assertEquals(await Deno.stat(to).catch(() => null), null);
  });
});
