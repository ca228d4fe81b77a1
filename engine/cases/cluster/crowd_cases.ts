/** Many at a time: uploads, downloads, streams of chunks, races on one key. */
import { CaseBroken, holds } from "../case_broken.ts";
import { allEnded } from "../loader/all_ended.ts";
import {
  bytesOf,
  chunkIdOf,
  chunksOn,
  type ClusterBench,
  grpcCode,
  nodesOf,
  onChunks,
  onCluster,
} from "./cluster_bench.ts";
import type { StreamedBytes } from "./streamed_bytes.ts";

const UPLOADS = 50;
const DOWNLOADS = 100;
const LANES = 12;
const ROUNDS = 8;
const RACERS = 6;
const SPREAD_OBJECTS = 120;
const SPREAD_NODES = 6;

/** Runs `count` at a time, and waits for all. */
function together<T>(
  count: number,
  act: (number: number) => Promise<T>,
): Promise<T[]> {
  return allEnded(Array.from({ length: count }, (_, number) => act(number)));
}

/** Eight uploads and downloads side by side. */
export const someAtOnce = onCluster(async (bench) => {
  await withObjects(bench, 8, async (objects) => {
    await together(8, (number) => judged(bench, objects, number));
  });
  return "8 uploads and 8 downloads beside each other kept their bytes";
});

/** Fifty uploads at a time. */
export const manyUploads = onCluster(async (bench) => {
  await withObjects(bench, UPLOADS, async (objects) => {
    for (const number of objects.keys()) {
      await judged(bench, objects, number);
    }
  });
  return `${UPLOADS} concurrent uploads are there, each with its own bytes`;
});

/** A hundred downloads at a time. */
export const manyDownloads = onCluster(async (bench) => {
  await withObjects(bench, 10, async (objects) => {
    await together(DOWNLOADS, (number) => judged(bench, objects, number % 10));
  });
  return `${DOWNLOADS} concurrent downloads gave the bytes that were put`;
});

/** Each lane puts, reads and deletes its own keys. */
export const mixedOperations = onCluster(async (bench) => {
  const { env: { backend, prefix }, sizes } = bench;
  await together(LANES, async (lane) => {
    const key = `${prefix}lane-${lane}`;
    for (let round = 0; round < ROUNDS; round++) {
      const salt = lane * ROUNDS + round;
      const sizeBytes = Math.ceil(sizes.crowdBytes * (1 + salt % 4) / 4);
      const bytes = bytesOf(bench, sizeBytes, salt);
      await backend.putStream(key, bytes.stream());
      await bytes.judge(await backend.getStream(key), `Object ${key}`);
      if (round % 2 === 0) continue;
      await backend.delete(key);
      const { objects } = await backend.list({ prefix: key });
      holds(
        !objects.some((one) => one.key === key),
        `"${key}" is listed after its delete`,
      );
    }
  });
  return `${LANES * ROUNDS} uploads, downloads and deletes mixed, all judged`;
});

/** One key: every download is one of the versions that were put, or 404. */
export const raceOnOneKey = onCluster(async (bench) => {
  const { env: { backend, prefix }, sizes } = bench;
  const key = `${prefix}race`;
  const sizeBytes = Math.ceil(sizes.crowdBytes / 4);
  const versions = Array.from(
    { length: RACERS },
    (_, salt) => bytesOf(bench, sizeBytes, salt),
  );
  const known = new Set<string>();
  for (const version of versions) {
    known.add(bench.env.md5(await version.whole()));
  }
  let reads = 0;
  const look = async () => {
    const bytes = await backend.get(key).catch(asAbsent);
    if (bytes === null) return;
    reads += 1;
    holds(
      known.has(bench.env.md5(bytes)),
      `A download amid races has ${bytes.length} bytes of no single version`,
    );
  };
  await together(RACERS, async (racer) => {
    for (let round = 0; round < ROUNDS; round++) {
      await backend.put(
        key,
        await versions[racer]?.whole() ?? new Uint8Array(),
      );
      await look();
      if ((racer + round) % 3 === 0) await backend.delete(key);
      await look();
    }
  });
  await look();
  await backend.delete(key);
  return `${RACERS * ROUNDS} uploads of one key beside deletes, and ${reads} ` +
    "downloads of whole versions";
});

/** Of many puts of one chunk one wins; many chunks do not touch each other. */
export const concurrentStreams = onChunks(async (bench) => {
  const node = nodesOf(bench)[0];
  if (node === undefined) throw new CaseBroken("It has no chunk server");
  const { sizes: { crowdBytes: sizeBytes } } = bench;
  const id = chunkIdOf(bench, 0);
  const won: number[] = [];
  await together(RACERS, async (salt) => {
    const blocks = bytesOf(bench, sizeBytes, salt).pieces();
    try {
      await node.put({ id, sizeBytes }, blocks);
      won.push(salt);
    } catch (error) {
      if (grpcCode(error) !== "ALREADY_EXISTS") throw error;
    }
  });
  holds(won.length === 1, `${won.length} of ${RACERS} puts of one chunk won`);
  const winner = bytesOf(bench, sizeBytes, won[0]);
  await winner.judge(
    node.read(id, { start: 0 }),
    "The chunk that was raced for",
  );
  await node.delete(id);
  await together(LANES, async (number) => {
    const other = chunkIdOf(bench, number + 1);
    const bytes = bytesOf(bench, sizeBytes, number + 100);
    await node.put({ id: other, sizeBytes }, bytes.pieces());
    await bytes.judge(node.read(other, { start: 0 }), `Chunk ${number}`);
    await node.delete(other);
  });
  return `One of ${RACERS} puts of one chunk won; ${LANES} chunks side by ` +
    "side kept their bytes";
});

/** Small objects, one chunk each: no server has none, or most. */
export const distribution = onCluster(async (bench) => {
  const nodes = nodesOf(bench, SPREAD_NODES);
  const before = await chunksOn(nodes);
  const { env: { backend, prefix } } = bench;
  const keys = Array.from(
    { length: SPREAD_OBJECTS },
    (_, at) => `${prefix}spread/${at}`,
  );
  try {
    for (const key of keys) await backend.put(key, new Uint8Array(100));
    const after = [...await chunksOn(nodes)]
      .filter((chunk) => !before.has(chunk));
    const counts = nodes.map(({ name }) =>
      after.filter((chunk) => chunk.startsWith(`${name}/`)).length
    );
    const fair = after.length / nodes.length;
    holds(
      after.length >= SPREAD_OBJECTS,
      `${SPREAD_OBJECTS} objects have ${after.length} chunks`,
    );
    holds(
      counts.every((count) => count > 0 && count < 3 * fair),
      `${after.length} chunks are spread as ${counts.join(", ")}`,
    );
    return `${after.length} chunks are spread as ${counts.join(", ")}`;
  } finally {
    for (const key of keys) await backend.delete(key);
  }
});

/** Objects that were put all at a time, and are deleted in the end. */
async function withObjects(
  bench: ClusterBench,
  count: number,
  body: (objects: readonly StreamedBytes[]) => Promise<void>,
): Promise<void> {
  const { env: { backend }, sizes } = bench;
  const objects = Array.from(
    { length: count },
    (_, salt) => bytesOf(bench, sizes.crowdBytes + salt, salt),
  );
  try {
    await together(count, async (number) => {
      const bytes = objects[number];
      if (bytes === undefined) return;
      await backend.putStream(keyOf(bench, number), bytes.stream());
    });
    await body(objects);
  } finally {
    await together(count, (number) => backend.delete(keyOf(bench, number)));
  }
}

async function judged(
  bench: ClusterBench,
  objects: readonly StreamedBytes[],
  number: number,
): Promise<void> {
  const stream = await bench.env.backend.getStream(keyOf(bench, number));
  await objects[number]?.judge(stream, `Object ${number}`);
}

function keyOf({ env: { prefix } }: ClusterBench, number: number): string {
  return `${prefix}crowd/${number}`;
}

function asAbsent(error: unknown): null {
  const isAbsent = error instanceof Error && "kind" in error &&
    error.kind === "NotFound";
  if (isAbsent) return null;
  throw error;
}
