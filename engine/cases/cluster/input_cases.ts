/** Requests that are wrong: one clear answer each, and nothing is left. */
import type { ClusterRequest } from "../../../backends/mod.ts";
import { holds } from "../case_broken.ts";
import { answeredWith, type ClusterBench, onCluster } from "./cluster_bench.ts";

/** Sound JSON that no header can hold: kept, it would spoil each download. */
const UNSPEAKABLE = [
  ['{"metadata":{"a b":"1"}}', 400, "InvalidRequest"],
  ['{"metadata":{"a\\r\\nx-own":"1"}}', 400, "InvalidRequest"],
  ['{"metadata":{"a":"\\ud800"}}', 400, "InvalidRequest"],
  ['{"contentType":"text/plain\\r\\n;x"}', 415, "UnsupportedContentType"],
] as const;

/** Bodies that are no JSON, or no description. */
export const malformedJson = onCluster(async ({ env, face }) => {
  const { backend, prefix } = env;
  const key = `${prefix}words`;
  await backend.put(key, new Uint8Array(10));
  try {
    const bodies = ["", "{", "7", "[]", '{"owner":1}', '{"metadata":[1]}'];
    for (const text of bodies) {
      const answer = await face.send({
        method: "PATCH",
        path: { kind: "metadata", key },
        body: new TextEncoder().encode(text),
      });
      const what = `A description of ${JSON.stringify(text)}`;
      answeredWith(answer, what, { status: 400, code: "InvalidJson" });
    }
    for (const [text, status, code] of UNSPEAKABLE) {
      const answer = await face.send({
        method: "PATCH",
        path: { kind: "metadata", key },
        body: new TextEncoder().encode(text),
      });
      answeredWith(answer, `A description of ${text}`, { status, code });
    }
    const path = { kind: "objects", key } as const;
    const head = await face.send({ method: "HEAD", path });
    answeredWith(head, "Head after all of them", { status: 200 });
    const count = bodies.length + UNSPEAKABLE.length;
    return `${count} bodies that are no description are refused`;
  } finally {
    await backend.delete(key);
  }
});

/** A path that leads out, an id that is none, a method that is not there. */
export const oddPaths = onCluster(async ({ face }) => {
  const asked: readonly (readonly [string, string, number])[] = [
    ["GET", "/objects/..", 400],
    ["GET", "/objects/../health", 400],
    ["GET", "/objects/a/./b", 400],
    ["PUT", "/objects/../../etc/passwd", 400],
    ["GET", "/objects/%ff", 400],
    ["GET", `/objects/${"x".repeat(1025)}`, 400],
    ["GET", "/nothing", 404],
    ["GET", "/objects/", 404],
    ["POST", "/objects/k", 405],
    ["DELETE", "/health", 405],
  ];
  for (const [method, path, status] of asked) {
    const body = method === "PUT" ? { body: new Uint8Array(10) } : {};
    const answer = await face.send({ method, path, ...body });
    answeredWith(answer, `${method} ${path.slice(0, 40)}`, { status });
  }
  return `${asked.length} paths that lead nowhere are told apart`;
});

/** Fewer bytes than announced, then the end. */
export const shortBody = onCluster((bench) => cutUpload(bench, 1000));

/** Cut in the middle of large bytes. */
export const cutInMiddle = onCluster((bench) =>
  cutUpload(bench, bench.sizes.crowdBytes * 4)
);

/** A second upload of one key: replaces it, or is refused where that is asked. */
export const secondUpload = onCluster(async ({ env, face }) => {
  const { backend, prefix } = env;
  const path = { kind: "objects", key: `${prefix}twice` } as const;
  const put = (byte: number, headers: Record<string, string> = {}) =>
    face.send({
      ...{ method: "PUT", path, headers },
      body: new Uint8Array(100).fill(byte),
    });
  try {
    answeredWith(await put(1), "An upload", { status: 201 });
    const absent = { "if-none-match": "*" };
    answeredWith(await put(2, absent), "A second one, if absent", {
      ...{ status: 412, code: "AlreadyExists" },
    });
    const other = { "if-match": '"0"' };
    answeredWith(await put(2, other), "A second one, if another", {
      ...{ status: 412, code: "PreconditionFailed" },
    });
    const kept = await backend.get(path.key);
    holds(kept.every((byte) => byte === 1), "A refused upload changed bytes");
    answeredWith(await put(3), "A second one", { status: 201 });
    const replaced = await backend.get(path.key);
    holds(
      replaced.length === 100 && replaced.every((byte) => byte === 3),
      "A second upload did not replace the first one whole",
    );
    return "It replaces the first whole, and is 412 where conditions say so";
  } finally {
    await backend.delete(path.key);
  }
});

/** A checksum that the bytes do not have. */
export const wrongChecksum = onCluster(async ({ env, face, ports }) => {
  const { backend, prefix } = env;
  const key = `${prefix}sum`;
  const body = new Uint8Array(1000).fill(7);
  const right = ports.crc32c(body);
  const put = (text: string): ClusterRequest => ({
    ...{ method: "PUT", path: { kind: "objects", key }, body },
    headers: { "x-checksum-crc32c": text },
  });
  const wrong = await face.send(put(String((right ^ 1) >>> 0)));
  const status = 400;
  answeredWith(wrong, "A wrong checksum", { status, code: "ChecksumMismatch" });
  const odd = await face.send(put("abc"));
  answeredWith(odd, "A checksum that is none", { status });
  const { objects } = await backend.list({ prefix: key });
  holds(objects.length === 0, "An upload with a wrong checksum is there");
  const answer = await face.send(put(String(right)));
  answeredWith(answer, "A right checksum", { status: 201 });
  await backend.delete(key);
  return "Bytes that do not fit their checksum are refused with 400";
});

/** Announces more than it sends, and cuts the connection. */
async function cutUpload(
  { env: { backend, prefix }, face, ports }: ClusterBench,
  sentBytes: number,
): Promise<string> {
  const key = `${prefix}cut`;
  const cut = new AbortController();
  const pieces = async function* () {
    yield await Promise.resolve(new Uint8Array(sentBytes));
    cut.abort();
  };
  let answer = 0;
  try {
    const { status } = await face.send({
      ...{ method: "PUT", path: { kind: "objects", key } },
      ...{ body: pieces(), sizeBytes: sentBytes * 2, signal: cut.signal },
    });
    answer = status;
  } catch {
    // Its connection is gone, as it was meant to be.
  }
  holds(
    answer === 0 || answer === 400,
    `An upload of half its bytes is answered with HTTP ${answer}`,
  );
  for (const _ of [1, 2, 3]) {
    const { objects } = await backend.list({ prefix: key });
    holds(objects.length === 0, "An upload that was cut is in the listing");
    await ports.sleepMs(50);
  }
  const head = await face.send({
    method: "HEAD",
    path: { kind: "objects", key },
  });
  answeredWith(head, "Head of an upload that was cut", { status: 404 });
  return `${sentBytes} of ${sentBytes * 2} bytes made no object`;
}
