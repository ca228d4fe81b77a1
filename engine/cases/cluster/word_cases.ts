/** What the gateway says of objects: listings, metadata, types, deletes. */
import type { ClusterAnswer } from "../../../backends/mod.ts";
import { holds } from "../case_broken.ts";
import {
  answeredWith,
  bytesOf,
  chunksOn,
  type ClusterBench,
  onCluster,
} from "./cluster_bench.ts";

const KEYS = 25;
const PAGE = 10;
/** A server that is asked to sweep may need a moment. */
const SWEEP_TRIES = 50;
const SWEEP_MS = 100;

/** Pages of ten hold 25 keys once each, in order. */
export const listFiles = onCluster(async ({ env, face }) => {
  const { backend, prefix } = env;
  const keys = Array.from(
    { length: KEYS },
    (_, at) => `${prefix}list/${String(at).padStart(2, "0")}`,
  );
  try {
    for (const key of keys) await backend.put(key, new Uint8Array(10));
    const seen: string[] = [];
    const sizes: number[] = [];
    let after: string | undefined;
    do {
      const page = await backend.list({
        ...{ prefix: `${prefix}list/`, limit: PAGE },
        ...(after !== undefined && { after }),
      });
      seen.push(...page.objects.map(({ key }) => key));
      sizes.push(page.objects.length);
      after = page.next;
    } while (after !== undefined && sizes.length <= KEYS);
    holds(
      JSON.stringify(seen) === JSON.stringify(keys),
      `Pages hold ${seen.length} keys, not the ${KEYS} in order, once each`,
    );
    const folded = await backend.list({ prefix, delimiter: "/" });
    holds(
      folded.prefixes.join() === `${prefix}list/` &&
        folded.objects.length === 0,
      "A delimiter does not fold the keys behind it into one prefix",
    );
    for (const query of ["limit=0", "limit=1001", "limit=x", "page=2"]) {
      const path = `/objects?${query}`;
      const answer = await face.send({ method: "GET", path });
      answeredWith(answer, `A listing with ${query}`, { status: 400 });
    }
    return `${KEYS} keys in pages of ${sizes.join(", ")}`;
  } finally {
    for (const key of keys) await backend.delete(key);
  }
});

/** A delete takes the row and every chunk. */
export const deleteFile = onCluster(async (bench) => {
  const { env: { backend, prefix }, face, ports, sizes } = bench;
  const key = `${prefix}file`;
  const before = await chunksOn(face.nodes);
  await backend.putStream(key, bytesOf(bench, sizes.smallBytes).stream());
  const made = [...await chunksOn(face.nodes)]
    .filter((chunk) => !before.has(chunk));
  holds(
    made.length > 0 || face.nodes.length === 0,
    "An acknowledged object has no chunk on any server",
  );
  const path = { kind: "objects", key } as const;
  const gone = await face.send({ method: "DELETE", path });
  answeredWith(gone, "A delete", { status: 204 });
  for (const method of ["GET", "HEAD", "DELETE"]) {
    const answer = await face.send({ method, path });
    answeredWith(answer, `${method} after the delete`, { status: 404 });
  }
  const words = await face.send({
    method: "GET",
    path: { kind: "metadata", key },
  });
  answeredWith(words, "Metadata after the delete", { status: 404 });
  const { objects } = await backend.list({ prefix: key });
  holds(objects.length === 0, "A deleted object is in the listing");
  let left = made;
  for (let tries = 0; left.length > 0 && tries < SWEEP_TRIES; tries++) {
    const now = await chunksOn(face.nodes);
    left = made.filter((chunk) => now.has(chunk));
    if (left.length > 0) await ports.sleepMs(SWEEP_MS);
  }
  holds(
    left.length === 0,
    `A delete leaves ${left.length} of ${made.length} chunks: ${left[0]}`,
  );
  return `Row and ${made.length} chunks are gone`;
});

/** What was put is told, and can be told anew. */
export const fileMetadata = onCluster(async (bench) => {
  const { env: { backend, prefix }, face, ports } = bench;
  const key = `${prefix}words`;
  const path = { kind: "metadata", key } as const;
  const bytes = await bytesOf(bench, 70_001).whole();
  const description = {
    contentType: "text/x-verify",
    metadata: { owner: "a ü %20", run: "7" },
  };
  const { etag } = await backend.putDescribed(key, bytes, description);
  try {
    const first = await face.send({ method: "GET", path });
    answeredWith(first, "Metadata of an object", { status: 200 });
    const expected = {
      ...{ etag, sizeBytes: bytes.length, crc32c: ports.crc32c(bytes) },
      ...description,
    };
    told(first, expected);
    const changes = { metadata: { owner: "b" } };
    const body = new TextEncoder().encode(JSON.stringify(changes));
    const changed = await face.send({ method: "PATCH", path, body });
    answeredWith(changed, "A change of metadata", { status: 200 });
    told(await face.send({ method: "GET", path }), { ...expected, ...changes });
    const { checksum } = await backend.head(key);
    holds(checksum !== undefined, "Head tells no checksum");
    return "Size, ETag, checksum, type and metadata are those that were put";
  } finally {
    await backend.delete(key);
  }
});

/** Types that are none are refused, and put nothing. */
export const oddContentType = onCluster((bench) => oddTypes(bench));

async function oddTypes({ env, face }: ClusterBench): Promise<string> {
  const { backend, prefix } = env;
  const odd = ["no type", "text", "/plain", "text/", "a/b/c", "text/pl ain"];
  for (const type of odd) {
    const key = `${prefix}typed`;
    const answer = await face.send({
      method: "PUT",
      path: { kind: "objects", key },
      headers: { "content-type": type },
      body: new Uint8Array(10),
    });
    answeredWith(answer, `An upload of type "${type}"`, {
      ...{ status: 415, code: "UnsupportedContentType" },
    });
    const { objects } = await backend.list({ prefix: key });
    holds(objects.length === 0, `An upload of type "${type}" left an object`);
  }
  return `${odd.length} types that are none are refused with 415`;
}

/** Breaks the case unless all of `expected` is told as it is. */
function told(
  { json }: ClusterAnswer,
  expected: Readonly<Record<string, unknown>>,
): void {
  for (const [name, value] of Object.entries(expected)) {
    const found: unknown = typeof json === "object" && json !== null
      ? Reflect.get(json, name)
      : undefined;
    holds(
      sorted(found) === sorted(value),
      `Metadata tells ${name} ${sorted(found)}, not ${sorted(value)}`,
    );
  }
}

/** As JSON, whatever the order of names. */
function sorted(value: unknown): string {
  if (typeof value !== "object" || value === null) {
    return JSON.stringify(value) ?? "nothing";
  }
  const entries = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
  return JSON.stringify(Object.fromEntries(entries));
}
