/** Objects through the gateway: up, down, too large, not there. */
import type { ClusterRequest } from "../../../backends/mod.ts";
import { CaseBroken, holds } from "../case_broken.ts";
import {
  answeredWith,
  bytesOf,
  chunksOn,
  type ClusterBench,
  onCluster,
} from "./cluster_bench.ts";
import type { StreamedBytes } from "./streamed_bytes.ts";

/** 10 MB up and down. */
export const smallFile = onCluster((bench) =>
  upAndDown(bench, bench.sizes.smallBytes)
);

/** 5 GB up and down, never in memory. */
export const largeFile = onCluster((bench) =>
  upAndDown(bench, bench.sizes.largeBytes)
);

/** The largest object there is, and one byte more. */
export const largestFile = onCluster(async (bench) => {
  const { env: { backend, prefix }, face } = bench;
  const sizeBytes = face.objectBytesMax;
  const said = await upAndDown(bench, sizeBytes);
  const before = await chunksOn(face.nodes);
  const key = `${prefix}one-more`;
  const tooMany = bytesOf(bench, sizeBytes + 1, 1);
  const refused = await refusal(() => backend.putStream(key, tooMany.stream()));
  holds(refused, `${sizeBytes + 1} bytes are taken, one more than the limit`);
  await nothingLeft(bench, key, before);
  return `${said}; one byte more is refused while it comes`;
});

/** 11 GB, announced: refused before a byte flows. */
export const rejectedFile = onCluster(async (bench) => {
  const { env: { prefix }, face, sizes } = bench;
  const key = `${prefix}rejected`;
  const before = await chunksOn(face.nodes);
  const ask = (sizeBytes: number): ClusterRequest => ({
    method: "PUT",
    path: { kind: "objects", key },
    ...{ sizeBytes, asksLeave: true },
  });
  const answer = await face.send(ask(sizes.rejectedBytes));
  const what = `An announced upload of ${sizes.rejectedBytes} bytes`;
  answeredWith(answer, what, { status: 413, code: "TooLarge" });
  const atLimit = await face.send(ask(face.objectBytesMax));
  answeredWith(atLimit, `One of ${face.objectBytesMax} bytes`, { status: 100 });
  await nothingLeft(bench, key, before);
  return `${sizes.rejectedBytes} bytes are refused before they flow, ` +
    `${face.objectBytesMax} are not`;
});

/** 404 by every way to an object. */
export const missingFile = onCluster(async ({ env: { prefix }, face }) => {
  const key = `${prefix}nobody`;
  const objects = { kind: "objects", key } as const;
  const metadata = { kind: "metadata", key } as const;
  for (const method of ["GET", "DELETE"]) {
    const answer = await face.send({ method, path: objects });
    const what = `${method} of what is not there`;
    answeredWith(answer, what, { status: 404, code: "NotFound" });
  }
  const head = await face.send({ method: "HEAD", path: objects });
  answeredWith(head, "HEAD of what is not there", { status: 404 });
  const words = await face.send({ method: "GET", path: metadata });
  const what = "Metadata of what is not there";
  answeredWith(words, what, { status: 404, code: "NotFound" });
  return "Download, head, metadata and delete of a missing object are 404";
});

async function upAndDown(
  bench: ClusterBench,
  sizeBytes: number,
): Promise<string> {
  const { env: { backend, prefix }, ports } = bench;
  const key = `${prefix}file`;
  const bytes = bytesOf(bench, sizeBytes);
  const startNs = ports.nowNs();
  try {
    const facts = await backend.putStream(key, bytes.stream());
    const putNs = ports.nowNs() - startNs;
    holds(
      facts.sizeBytes === sizeBytes,
      `A put of ${sizeBytes} bytes is told as ${facts.sizeBytes}`,
    );
    const { sizeBytes: told } = await backend.head(key);
    holds(told === sizeBytes, `Head tells ${told} of ${sizeBytes} bytes`);
    const getNs = ports.nowNs();
    await bytes.judge(await backend.getStream(key), "The download");
    const speeds = [putNs, ports.nowNs() - getNs].map((ns) =>
      `${Math.round(sizeBytes * 1000 / Math.max(1, ns))} MB/s`
    );
    await ranges(bench, key, bytes);
    return `${sizeBytes} bytes came back as they went, at ${
      speeds.join(" up and ")
    } down`;
  } finally {
    await backend.delete(key);
  }
}

/** Both ends, and where sixths of it meet: there chunks may. */
async function ranges(
  { env: { backend } }: ClusterBench,
  key: string,
  bytes: StreamedBytes,
): Promise<void> {
  const { sizeBytes } = bytes;
  for (const sixth of [0, 1, 2, 3, 4, 5, 6]) {
    const middle = Math.floor(sizeBytes * sixth / 6);
    const start = Math.max(0, Math.min(sizeBytes - 1, middle - 1000));
    const end = Math.min(sizeBytes, middle + 1000);
    const part = await backend.getRange(key, { start, end });
    await bytes.judge(
      ReadableStream.from([part]),
      `The range from ${start} to ${end}`,
      { start, end },
    );
  }
}

/** Breaks the case for an object, or a chunk that was not there before. */
async function nothingLeft(
  { env: { backend }, face }: ClusterBench,
  key: string,
  before: ReadonlySet<string>,
): Promise<void> {
  const { objects } = await backend.list({ prefix: key });
  holds(objects.length === 0, "A refused upload is in the listing");
  const after = await chunksOn(face.nodes);
  const left = [...after].filter((chunk) => !before.has(chunk));
  holds(left.length === 0, `A refused upload leaves the chunk ${left[0]}`);
}

/** Whether it was refused, by whatever the gateway says or does. */
async function refusal(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return false;
  } catch (error) {
    if (error instanceof CaseBroken) throw error;
    // A gateway may cut the connection while it refuses.
    return error instanceof Error && "kind" in error &&
      ["Unsupported", "Unavailable"].includes(String(error.kind));
  }
}
