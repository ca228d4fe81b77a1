import { assertEquals, assertRejects } from "@std/assert";
import { FolderPlace } from "../../../backends/folder/folder_place.ts";
import { FolderStreams } from "../../../backends/folder/folder_stream.ts";
import { plainPath } from "../../../backends/folder/plain_path.ts";
import {
  type SinkPlan,
  StorageError,
  type StreamFace,
} from "../../../backends/mod.ts";
import { type Core, loadCore } from "../../../ffi/mod.ts";

const USE = { depth: 2, attemptsMax: 1, endpoint: 0 };
const BYTES = Uint8Array.from({ length: 20_001 }, (_, at) => at * 13);

interface Fixture {
  readonly core: Core;
  readonly streams: StreamFace;
  readonly root: string;
}

async function withFolder(
  direct: boolean,
  body: (fixture: Fixture) => Promise<void>,
) {
  using core = loadCore();
  const root = await Deno.makeTempDir({ dir: "/var/tmp" });
  try {
    const place = new FolderPlace({ root, core, direct, names: plainPath });
    const url = `file://${root}`;
    await body({
      core,
      root,
      streams: new FolderStreams({ url, place, direct }),
    });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

function planOf(over: Partial<SinkPlan> = {}): SinkPlan {
  return {
    key: "to",
    sizeBytes: BYTES.length,
    chunkBytes: 4096,
    isNew: true,
    ...over,
  };
}

/** Moves "from" to the sink of the plan; resolves to it, before its last step. */
async function move({ core, streams }: Fixture, plan: SinkPlan) {
  const source = await streams.openSource("from");
  const sink = await streams.openSink(plan);
  await using stream = core.stream({
    sizeBytes: plan.sizeBytes,
    memoryBytes: 4 * 4096,
    chunkBytes: plan.chunkBytes,
    digests: [],
    seed: 1n,
    holds: sink.holds,
    tellsParts: false,
  });
  await source.attach(stream, USE);
  await sink.attach(stream, USE);
  stream.start();
  const outcome = await stream.join();
  return { source, sink, outcome };
}

async function staged(root: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(`${root}/.stor-verify`)) {
    names.push(name);
  }
  return names;
}

for (const direct of [false, true]) {
  const how = direct ? "past the page cache" : "through the page cache";
  Deno.test(`a file that is streamed ${how} has its name at the end, not before`, async () => {
    await withFolder(direct, async (fixture) => {
      const { root } = fixture;
      await Deno.writeFile(`${root}/from`, BYTES);
      const { source, sink, outcome } = await move(
        fixture,
        planOf({ key: "a/b" }),
      );
      assertEquals(outcome.ok, true);
      await source.settle();
      assertEquals(await Deno.stat(`${root}/a/b`).catch(() => null), null);
      const facts = await sink.publish({ digests: {}, parts: [] });
      assertEquals([facts.key, facts.sizeBytes], ["a/b", BYTES.length]);
      assertEquals(await Deno.readFile(`${root}/a/b`), BYTES);
      assertEquals(await staged(root), []);
    });
  });
}

Deno.test("a taken name is refused before and at the end, and kept as it was", async () => {
  await withFolder(false, async (fixture) => {
    const { root, streams } = fixture;
    await Deno.writeFile(`${root}/from`, BYTES);
    const { sink } = await move(fixture, planOf());
    await Deno.writeTextFile(`${root}/to`, "mine");
    const late = await assertRejects(
      () => sink.publish({ digests: {}, parts: [] }),
      StorageError,
    );
    assertEquals(late.kind, "AlreadyExists");
    const early = await assertRejects(
      () => streams.openSink(planOf()),
      StorageError,
    );
    assertEquals(early.kind, "AlreadyExists");
    assertEquals(await Deno.readTextFile(`${root}/to`), "mine");
    const over = await move(fixture, planOf({ isNew: false }));
    await over.sink.publish({ digests: {}, parts: [] });
    assertEquals(await Deno.readFile(`${root}/to`), BYTES);
  });
});

Deno.test("a folder in the place of a file is named, and no reason to replace it", async () => {
  await withFolder(false, async ({ root, streams }) => {
    await Deno.mkdir(`${root}/to`);
    const failure = await assertRejects(
      () => streams.openSink(planOf()),
      StorageError,
      "a folder is in its place",
    );
    assertEquals(failure.kind, "Unexpected");
  });
});

Deno.test("a sink that is abandoned leaves nothing, also twice", async () => {
  await withFolder(false, async (fixture) => {
    await Deno.writeFile(`${fixture.root}/from`, BYTES);
    const { sink } = await move(fixture, planOf());
    assertEquals((await staged(fixture.root)).length, 1);
    await sink.abandon();
    await sink.abandon();
    assertEquals(await staged(fixture.root), []);
  });
});

Deno.test("a sink that was left is written over by the next, and must be there", async () => {
  await withFolder(false, async (fixture) => {
    const { root, streams } = fixture;
    await Deno.writeFile(`${root}/from`, BYTES);
    const { sink } = await move(fixture, planOf());
    const resumeId = sink.resumeId ?? "";
    await Deno.writeTextFile(`${root}/.stor-verify/${resumeId}`, "old");
    const again = await move(fixture, planOf({ resumeId }));
    await again.sink.publish({ digests: {}, parts: [] });
    assertEquals(await Deno.readFile(`${root}/to`), BYTES);
    const gone = await assertRejects(
      () => streams.openSink(planOf({ resumeId, isNew: false })),
      StorageError,
    );
    assertEquals(gone.kind, "NotFound");
  });
});

Deno.test("a source that changed or was cut is told as such", async () => {
  await withFolder(false, async (fixture) => {
    const { root } = fixture;
    await Deno.writeFile(`${root}/from`, BYTES);
    const { source } = await move(fixture, planOf());
    await Deno.writeTextFile(`${root}/from`, "other");
    const changed = await assertRejects(() => source.settle(), StorageError);
    assertEquals(changed.kind, "PreconditionFailed");
    const plan = planOf({ key: "to2" });
    const { outcome } = await move(fixture, plan);
    if (outcome.ok) throw new Error("it was not cut");
    const cut = source.failure(outcome.failure);
    assertEquals(cut.kind, "PreconditionFailed");
    assertEquals(cut.message.includes("shorter"), true);
  });
});

Deno.test("failures of the disk are worded, with the way out", async () => {
  await withFolder(false, async ({ root, streams }) => {
    await assertRejects(() => streams.openSource("none"), StorageError, "none");
    const sink = await streams.openSink(planOf());
    const failure = sink.failure({
      status: -28,
      statusName: "ENOSPC",
      end: "sink",
      offsetBytes: 0,
      httpStatus: 0,
      code: "",
      requestId: "",
      digest: null,
    });
    assertEquals(failure.kind, "NoSpace");
    assertEquals(
      failure.message.startsWith(`Cannot write "to" in "file://${root}"`),
      true,
    );
  });
});
