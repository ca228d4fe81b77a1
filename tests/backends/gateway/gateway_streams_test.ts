/** Copies to and from a gateway: all of it, in a small memory, or nothing. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Backend, StreamFace } from "../../../backends/mod.ts";
import {
  bytesOf,
  type CopyPlaces,
  withCopyPlaces,
} from "../../_support/copy_place.ts";
import { assertKind } from "../_rejects.ts";
import {
  chunksOf,
  type Cluster,
  type ClusterShape,
  fullDisk,
} from "../reference/cluster/_cluster.ts";
import { withGateway } from "./_gateway.ts";

const BIG = bytesOf(5_000_003, 1);
const SMALL = bytesOf(777, 2);
const MEMORY = ["--memory", "4MiB", "--digest", "crc64nvme"] as const;

interface Places extends CopyPlaces {
  readonly backend: Backend;
  readonly cluster: Cluster;
  readonly at: string;
}

function withPlaces(
  shape: ClusterShape,
  body: (places: Places) => Promise<void>,
): Promise<void> {
  return withGateway(
    shape,
    (backend, cluster) =>
      withCopyPlaces(async (places) => {
        const at = `gateway://127.0.0.1:${cluster.gateway.port}`;
        await places.write("in/big", BIG);
        await places.write("in/a/50% ü.txt", SMALL);
        await places.write("in/empty", new Uint8Array());
        await body({ ...places, backend, cluster, at });
      }),
  );
}

async function keysOf(backend: Backend): Promise<string[]> {
  return (await backend.list()).objects.map(({ key }) => key);
}

function streamsOf({ streams }: Backend): StreamFace {
  if (streams === undefined) throw new Error("it has no streams");
  return streams;
}

Deno.test("copy takes a tree through a gateway, S3 and back, byte for byte", () =>
  withPlaces({ nodes: 2 }, async ({ at, cwd, run }) => {
    const ways = [
      ["file://./in", `${at}/x`],
      [`${at}/x`, `${at}/again`],
      [`${at}/again`, "s3/y"],
      ["s3/y", `${at}/z/`],
      [`${at}/z`, "file://./out"],
      [`${at}/z/a/50% ü.txt`, "file://./one"],
    ];
    for (const [from = "", to = ""] of ways) {
      // Parts of S3 do not fit into so little.
      const memory = from.startsWith("s3") || to.startsWith("s3") ? [] : MEMORY;
      const words = ["copy", from, to, "--read-back", ...memory];
      const { exit, context } = await run(...words);
      assertEquals(exit, 0, context.out() + context.err());
    }
    assertEquals(await Deno.readFile(`${cwd}/out/big`), BIG);
    assertEquals(await Deno.readFile(`${cwd}/out/a/50% ü.txt`), SMALL);
    assertEquals(await Deno.readFile(`${cwd}/out/empty`), new Uint8Array());
    assertEquals(await Deno.readFile(`${cwd}/one`), SMALL);
  }));

Deno.test("a copy to a gateway replaces nothing unless it is told to", () =>
  withPlaces({ nodes: 1 }, async ({ at, backend, run }) => {
    await backend.put("big", SMALL);
    await backend.put("empty", SMALL);
    const words = ["copy", "file://./in", `${at}/`, ...MEMORY] as const;
    const { exit, context } = await run(...words);
    assertEquals(exit, 3, context.out());
    assertStringIncludes(context.out(), "give --overwrite to replace it");
    assertEquals(await backend.get("big"), SMALL);
    assertEquals((await run(...words, "--overwrite")).exit, 0);
    assertEquals(await backend.get("big"), BIG);
  }));

Deno.test("bytes that changed on their way to a gateway are found, and go", () =>
  withPlaces({ nodes: 1 }, async ({ at, backend, run }) => {
    const fault = "stream.write.bitflip:after=2:count=1";
    const { exit, context } = await run(
      ...["copy", "file://./in/big", `${at}/big`, ...MEMORY],
      ...["--fault", fault],
    );
    assertEquals(exit, 1, context.out() + context.err());
    assertStringIncludes(context.out(), "the store says that its crc32c is");
    assertEquals(await keysOf(backend), []);
  }));

Deno.test("a put to a gateway that is cut leaves no object and no chunk", () =>
  withPlaces({ nodes: 1 }, async ({ at, backend, cluster, run }) => {
    for (const point of ["stream.read.fail", "stream.write.fail"]) {
      const { exit, context } = await run(
        ...["copy", "file://./in/big", `${at}/big`, ...MEMORY],
        ...["--fault", `${point}:after=3:count=1`],
      );
      assertEquals(exit, 3, context.out());
      assertEquals(await keysOf(backend), []);
    }
    // The gateway answers nobody, and takes away what had come by itself.
    while (chunksOf(cluster).length > 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }));

Deno.test("damage of a copy's source behind a gateway is found", () =>
  withPlaces({ nodes: 1 }, async ({ at, backend, cwd, run }) => {
    await backend.put("big", BIG);
    const { exit, context } = await run(
      ...["copy", `${at}/big`, "file://./out", ...MEMORY],
      ...["--fault", "stream.read.bitflip:after=1:count=1"],
    );
    assertEquals(exit, 1, context.out() + context.err());
    assertStringIncludes(context.out(), "crc32c");
    assertEquals(await Deno.stat(`${cwd}/out`).catch(() => null), null);
  }));

Deno.test("what a gateway refuses of a stream is worded as its other refusals", () =>
  withPlaces({ sizeBytesMax: 1 << 20 }, async ({ at, backend, run }) => {
    const { exit, context } = await run(
      ...["copy", "file://./in/big", `${at}/big`, ...MEMORY],
    );
    assertEquals(exit, 3, context.out());
    assertStringIncludes(context.out(), "(TooLarge, HTTP 413)");
    const streams = streamsOf(backend);
    const plan = { sizeBytes: 1, chunkBytes: 4096, isNew: false };
    const far = await assertKind(
      () => streams.openSink({ ...plan, key: "k", sizeBytes: 10_000_000_001 }),
      "Unsupported",
    );
    assert(far.message.includes("10000000000 at most"), far.message);
    for (const key of ["..", "a/../b", "./a"]) {
      await assertKind(() => streams.openSink({ ...plan, key }), "InvalidKey");
      await assertKind(() => streams.openSource(key), "InvalidKey");
    }
  }));

Deno.test("a server that is full is named, with the way out, also to a copy", () =>
  withPlaces(
    { nodes: 1, coreOf: fullDisk },
    async ({ at, backend, cluster, run }) => {
      const { message } = await assertKind(
        () => backend.put("k", SMALL),
        "NoSpace",
      );
      const said = 'chunk server "node-0" is full (NoSpace, HTTP 507): ' +
        "delete objects, or give its folder more room";
      assertStringIncludes(message, said);
      const { exit, context } = await run(
        ...["copy", "file://./in", `${at}/`, ...MEMORY],
      );
      assertEquals(exit, 3, context.out());
      assertEquals(context.out().split(said).length, 3, context.out());
      assertEquals(await keysOf(backend), ["empty"]);
      assertEquals(chunksOf(cluster), []);
    },
  ));
