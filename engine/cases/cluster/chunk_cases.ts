/** Single calls to chunk servers: put, get, delete, health, and refusals. */
import type { ChunkNode } from "../../../backends/mod.ts";
import { CaseBroken, holds } from "../case_broken.ts";
import {
  bytesOf,
  chunkIdOf,
  chunksOn,
  type ClusterBench,
  firstNode,
  nodesOf,
  onChunks,
  refusedWith,
} from "./cluster_bench.ts";

const ODD_IDS = ["", "x", "../../etc/passwd", "0123-0", "a/b", "..", "%2e"];
/** A chunk that does not fit its part of the space, in tries. */
const SPACE_TRIES = 5;

/** 1 GB by client streaming. */
export const putChunk = onChunks((bench) =>
  chunkUpAndDown(bench, bench.sizes.chunkBytes)
);

/** The largest chunk there is, and one block more. */
export const largeChunk = onChunks(async (bench) => {
  const { face: { blockBytes, chunkBytesMax } } = bench;
  const node = firstNode(bench);
  const said = await chunkUpAndDown(bench, chunkBytesMax);
  const id = chunkIdOf(bench, 1);
  const sizeBytes = chunkBytesMax + blockBytes;
  const blocks = bytesOf(bench, blockBytes).pieces();
  await refusedWith(
    "RESOURCE_EXHAUSTED",
    `A chunk of ${sizeBytes} bytes`,
    () => node.put({ id, sizeBytes }, blocks),
  );
  return `${said}; one of ${sizeBytes} is refused`;
});

/** Ids that are none are refused, and make no file. */
export const oddChunkId = onChunks(async (bench) => {
  const { face } = bench;
  const node = firstNode(bench);
  const before = await chunksOn([node]);
  for (const id of ODD_IDS) {
    const chunk = { id, sizeBytes: face.blockBytes };
    const what = `A put of the id ${JSON.stringify(id)}`;
    const blocks = () => bytesOf(bench, face.blockBytes).pieces();
    await refusedWith(
      "INVALID_ARGUMENT",
      what,
      () => node.put(chunk, blocks()),
    );
  }
  const after = await chunksOn([node]);
  const left = [...after].find((chunk) => !before.has(chunk));
  holds(left === undefined, `A refused put leaves the chunk ${left}`);
  return `${ODD_IDS.length} ids that are none are INVALID_ARGUMENT`;
});

/** Whole and by range, as it was put. */
export const getChunk = onChunks((bench) =>
  chunkUpAndDown(bench, bench.sizes.smallBytes)
);

/** What is not there is NOT_FOUND, to read and to delete. */
export const missingChunk = onChunks(async (bench) => {
  const id = chunkIdOf(bench, 9);
  for (const node of nodesOf(bench)) {
    await refusedWith("NOT_FOUND", "A read of no chunk", async () => {
      for await (const _ of node.read(id, { start: 0 }));
    });
    await refusedWith(
      "NOT_FOUND",
      "A delete of no chunk",
      () => node.delete(id),
    );
  }
  return "Reads and deletes of a chunk that is not there are NOT_FOUND";
});

/** Gone for reads and lists, and its space is free again. */
export const deleteChunk = onChunks(async (bench) => {
  const node = firstNode(bench);
  const { spaceBytes } = bench.sizes;
  const id = chunkIdOf(bench, 0);
  await settled(bench, async () => {
    await putBytes(bench, node, { id, sizeBytes: spaceBytes });
    const withIt = await node.health();
    await node.delete(id);
    const without = await node.health();
    await refusedWith("NOT_FOUND", "A read of a deleted chunk", async () => {
      for await (const _ of node.read(id, { start: 0 }));
    });
    const left = await chunksOn([node]);
    holds(!left.has(`${node.name}/${id}`), "A deleted chunk is in the list");
    const freed = without.freeBytes - withIt.freeBytes;
    return freed >= spaceBytes / 2
      ? null
      : `A delete of ${spaceBytes} bytes frees ${freed}`;
  });
  return `It is gone, and its ${spaceBytes} bytes are free again`;
});

/** Space and chunks are told as they are, and follow what is put. */
export const healthCheck = onChunks(async (bench) => {
  const { spaceBytes } = bench.sizes;
  const id = chunkIdOf(bench, 0);
  for (const node of nodesOf(bench)) {
    const { freeBytes, isServing, totalBytes } = await node.health();
    holds(isServing, `Server "${node.name}" answers that it does not serve`);
    holds(
      freeBytes >= 0 && totalBytes > 0 && freeBytes <= totalBytes,
      `Server "${node.name}" tells ${freeBytes} free of ${totalBytes} bytes`,
    );
  }
  const node = firstNode(bench);
  await settled(bench, async () => {
    const before = await node.health();
    await putBytes(bench, node, { id, sizeBytes: spaceBytes });
    const after = await node.health();
    await node.delete(id);
    holds(
      after.chunkCount === before.chunkCount + 1,
      `After one put it tells ${after.chunkCount} chunks, and before ` +
        `${before.chunkCount}`,
    );
    const used = before.freeBytes - after.freeBytes;
    return used >= spaceBytes / 2
      ? null
      : `A put of ${spaceBytes} bytes takes ${used} of the free space`;
  });
  return "Free space and count follow what is put and deleted";
});

/** Puts that many bytes of this case. */
export async function putBytes(
  bench: ClusterBench,
  node: ChunkNode,
  chunk: { readonly id: string; readonly sizeBytes: number },
): Promise<void> {
  const bytes = bytesOf(bench, chunk.sizeBytes);
  let crc32c = 0;
  const summed = async function* () {
    for await (const piece of bytes.pieces()) {
      crc32c = bench.ports.crc32c(piece, crc32c);
      yield piece;
    }
  };
  const stored = await node.put(chunk, summed());
  const isSame = stored.id === chunk.id &&
    stored.sizeBytes === chunk.sizeBytes && stored.crc32c === crc32c;
  holds(
    isSame,
    `A put of ${chunk.sizeBytes} bytes with the CRC-32C ${crc32c} is told ` +
      `as ${stored.sizeBytes} bytes with ${stored.crc32c}`,
  );
}

async function chunkUpAndDown(
  bench: ClusterBench,
  sizeBytes: number,
): Promise<string> {
  const node = firstNode(bench);
  const id = chunkIdOf(bench, 0);
  await putBytes(bench, node, { id, sizeBytes });
  try {
    const bytes = bytesOf(bench, sizeBytes);
    await bytes.judge(node.read(id, { start: 0 }), "The chunk");
    const start = Math.floor(sizeBytes / 3) + 1;
    const end = Math.min(sizeBytes, start + bench.face.blockBytes + 5);
    const part = node.read(id, { start, end });
    await bytes.judge(part, "A part of the chunk", { start, end });
    await refusedWith("OUT_OF_RANGE", "A read behind the end", async () => {
      for await (const _ of node.read(id, { start: sizeBytes }));
    });
    return `A chunk of ${sizeBytes} bytes came back as it went`;
  } finally {
    await node.delete(id);
  }
}

/**
 * Space that others use as well: `look` says what does not fit, and only what
 * never fits breaks the case.
 */
async function settled(
  { ports }: ClusterBench,
  look: () => Promise<string | null>,
): Promise<void> {
  for (let left = SPACE_TRIES - 1;; left--) {
    const odd = await look();
    if (odd === null) return;
    if (left === 0) {
      throw new CaseBroken(`${odd}, in each of ${SPACE_TRIES} tries`);
    }
    await ports.sleepMs(200);
  }
}
