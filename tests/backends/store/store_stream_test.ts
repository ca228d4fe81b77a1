import { assertEquals, assertRejects } from "@std/assert";
import {
  type Backend,
  openBackend,
  parseUrl,
  Secret,
  StorageError,
  type StreamFace,
  type Target,
} from "../../../backends/mod.ts";
import { type Core, loadCore } from "../../../ffi/mod.ts";
import { bytesOf, withCopyPlaces } from "../../_support/copy_place.ts";

const USE = { depth: 2, attemptsMax: 1, endpoint: 0 };
const CHUNK = 5 << 20;
const BYTES = bytesOf(CHUNK + 77, 1);

interface Fixture {
  readonly core: Core;
  readonly backend: Backend;
  readonly streams: StreamFace;
  readonly path: string;
  readonly settings: Target["settings"];
}

async function withStore(
  kind: "s3" | "azure",
  body: (fixture: Fixture) => Promise<void>,
) {
  await withCopyPlaces(async ({ cwd, s3, azure, write }) => {
    using core = loadCore();
    await write("from", BYTES);
    const endpoint = kind === "s3" ? s3 : azure;
    const hidden = ["secretAccessKey", "accountKey"];
    const settings = Object.fromEntries(
      Object.entries(endpoint.settings).map(([name, value]) => [
        name,
        hidden.includes(name) ? new Secret(String(value)) : value,
      ]),
    );
    const url = parseUrl(`${endpoint.targetUrl}/p`);
    const backend = await openBackend({ name: "x", url, settings }, { core });
    const { streams } = backend;
    if (streams === undefined) throw new Error("it has no streams");
    await body({ core, backend, streams, path: `${cwd}/from`, settings });
    await backend.close();
  });
}

async function upload(
  { core, streams, path }: Fixture,
  { key, sizeBytes }: { key: string; sizeBytes: number },
  meanwhile: () => Promise<unknown> = () => Promise.resolve(),
) {
  const plan = { key, sizeBytes, chunkBytes: CHUNK, isNew: true };
  const sink = await streams.openSink(plan);
  await meanwhile();
  await using stream = core.stream({
    sizeBytes,
    memoryBytes: 2 * CHUNK,
    chunkBytes: CHUNK,
    digests: ["crc64nvme"],
    seed: 1n,
    holds: sink.holds,
    tellsParts: sink.parts === "must",
  });
  await stream.fromFile({ path, direct: false, depth: 1, over: false });
  await sink.attach(stream, USE);
  stream.start();
  const outcome = await stream.join();
  const count = Math.ceil(sizeBytes / CHUNK);
  const parts = sink.parts === "must"
    ? Array.from({ length: count }, (_, index) => stream.part(index))
    : [];
  return { sink, outcome, parts };
}

for (const kind of ["s3", "azure"] as const) {
  Deno.test(`${kind}: an upload in parts is visible at its end, and not before`, async () => {
    await withStore(kind, async (fixture) => {
      const { backend } = fixture;
      const { sink, outcome, parts } = await upload(fixture, {
        key: "k",
        sizeBytes: BYTES.length,
      });
      assertEquals([outcome.ok, sink.holds], [true, false]);
      await assertRejects(() => backend.head("k"), StorageError);
      const facts = await sink.publish({ digests: outcome.digests, parts });
      sink.close();
      assertEquals(facts.sizeBytes, BYTES.length);
      assertEquals(await backend.get("k"), BYTES);
    });
  });

  Deno.test(`${kind}: a small object is one put, and an existing one is refused`, async () => {
    await withStore(kind, async (fixture) => {
      const { sink, outcome } = await upload(fixture, {
        key: "k",
        sizeBytes: 1000,
      });
      assertEquals([sink.holds, sink.resumeId], [true, null]);
      await sink.publish({ digests: outcome.digests, parts: [] });
      sink.close();
      assertEquals(await fixture.backend.get("k"), BYTES.slice(0, 1000));
      const taken = await assertRejects(
        () => upload(fixture, { key: "k", sizeBytes: 1000 }),
        StorageError,
      );
      assertEquals(taken.kind, "AlreadyExists");
    });
  });

  for (const sizeBytes of [1000, BYTES.length]) {
    Deno.test(`${kind}: a key that is taken while ${sizeBytes} bytes are copied is kept as it is`, async () => {
      await withStore(kind, async (fixture) => {
        const { backend } = fixture;
        const mine = bytesOf(50, 9);
        const { sink, outcome, parts } = await upload(fixture, {
          key: "k",
          sizeBytes: sizeBytes,
        }, () => backend.put("k", mine));
        const error = outcome.ok
          ? await assertRejects(
            () => sink.publish({ digests: outcome.digests, parts }),
            StorageError,
          )
          : sink.failure(outcome.failure);
        assertEquals([error.kind, outcome.ok], [
          "AlreadyExists",
          sizeBytes !== 1000,
        ]);
        await sink.abandon();
        sink.close();
        assertEquals(await backend.get("k"), mine);
      });
    });
  }

  Deno.test(`${kind}: an upload in parts that was left is gone on with, by its id`, async () => {
    await withStore(kind, async (fixture) => {
      const { backend, streams } = fixture;
      const left = await upload(fixture, { key: "k", sizeBytes: BYTES.length });
      left.sink.close();
      const plan = {
        ...{ key: "k", sizeBytes: BYTES.length, chunkBytes: CHUNK },
        ...{ isNew: true, resumeId: left.sink.resumeId ?? "" },
      };
      const sink = await streams.openSink(plan);
      const { outcome: { digests }, parts } = left;
      await sink.publish({ digests, parts });
      sink.close();
      assertEquals(await backend.get("k"), BYTES);
    });
  });

  Deno.test(`${kind}: an upload that is abandoned leaves nothing to see`, async () => {
    await withStore(kind, async (fixture) => {
      const { sink } = await upload(fixture, {
        key: "k",
        sizeBytes: BYTES.length,
      });
      await sink.abandon();
      sink.close();
      await assertRejects(() => fixture.backend.head("k"), StorageError);
    });
  });

  Deno.test(`${kind}: a source that was replaced while it was read is told as such`, async () => {
    await withStore(kind, async ({ core, backend, streams }) => {
      await backend.put("k", BYTES);
      const source = await streams.openSource("k");
      await backend.put("k", BYTES.slice(1));
      await using stream = core.stream({
        sizeBytes: BYTES.length,
        memoryBytes: 2 * CHUNK,
        chunkBytes: CHUNK,
        digests: ["crc64nvme"],
        seed: 1n,
        holds: false,
        tellsParts: false,
      });
      await source.attach(stream, USE);
      stream.start();
      const outcome = await stream.join();
      if (outcome.ok) throw new Error("it did not notice");
      const failure = source.failure(outcome.failure);
      await stream.close();
      source.close();
      assertEquals(failure.kind, "PreconditionFailed");
      await assertRejects(() => streams.openSource("none"), StorageError);
    });
  });

  Deno.test(`${kind}: a bucket that is not there is told as such by a put`, async () => {
    await withStore(kind, async (fixture) => {
      const { core, settings } = fixture;
      const url = parseUrl(`${kind === "s3" ? "s3" : "az"}://not-there`);
      const backend = await openBackend({ name: "x", url, settings }, { core });
      const { streams } = backend;
      if (streams === undefined) throw new Error("it has no streams");
      const { sink, outcome } = await upload(
        { ...fixture, streams },
        { key: "k", sizeBytes: 1000 },
      );
      if (outcome.ok) throw new Error("it did not notice");
      assertEquals(sink.failure(outcome.failure).kind, "NotFound");
      sink.close();
      await backend.close();
    });
  });
}
