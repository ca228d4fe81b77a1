/**
 * What bodies of `cluster.*` have in common: a cluster that is open while they
 * run, what its servers refuse, and what is on them.
 */
import type {
  ChunkNode,
  ClusterAnswer,
  ClusterFace,
} from "../../../backends/mod.ts";
import type { CaseEnv } from "../case.ts";
import { CaseBroken, holds } from "../case_broken.ts";
import { CaseFailed } from "../case_failed.ts";
import { CaseSkipped } from "../case_skipped.ts";
import {
  CLUSTER_SIZES,
  type ClusterCasePorts,
  type ClusterSizes,
} from "./cluster_case_ports.ts";
import { StreamedBytes } from "./streamed_bytes.ts";

/** A cluster under test, with all that a body needs of it. */
export interface ClusterBench {
  readonly env: CaseEnv;
  readonly ports: ClusterCasePorts;
  readonly face: ClusterFace;
  readonly sizes: ClusterSizes;
  /** What ids of chunks begin with, that nobody collects. */
  readonly version?: string;
}

/** A body over an open cluster, as a body of a case. */
export function onCluster(
  body: (bench: ClusterBench) => Promise<string>,
): (env: CaseEnv) => Promise<string> {
  return async (env) => {
    const { cluster: ports } = env;
    if (ports === undefined) throw new CaseSkipped("No cluster is behind it");
    const face = await ports.open();
    try {
      const sizes = ports.sizes ?? CLUSTER_SIZES;
      return await toldOf(() => body({ env, ports, face, sizes }));
    } finally {
      await face.close();
    }
  };
}

/**
 * The same for bodies that put chunks by themselves. A gateway may collect those
 * of no object, so they are numbered behind the chunks of one that is there; its
 * ETag names them in clusters like ours.
 */
export function onChunks(
  body: (bench: ClusterBench) => Promise<string>,
): (env: CaseEnv) => Promise<string> {
  return onCluster(async (bench) => {
    const { backend, prefix } = bench.env;
    const key = `${prefix}anchor`;
    const { etag } = await backend.put(key, new Uint8Array(1));
    try {
      const isVersion = /^[0-9a-f]{32}$/.test(etag);
      return await body(isVersion ? { ...bench, version: etag } : bench);
    } finally {
      await backend.delete(key);
    }
  });
}

/** Bytes of this case; another salt gives other ones. */
export function bytesOf(
  { env }: ClusterBench,
  sizeBytes: number,
  salt = 0,
): StreamedBytes {
  return new StreamedBytes({ sizeBytes, seed: env.seed, salt });
}

/** The chunk servers; skips the case where there are too few. */
export function nodesOf({ face }: ClusterBench, countMin = 1) {
  const { nodes } = face;
  if (nodes.length < countMin) {
    throw new CaseSkipped(
      `It has ${nodes.length} chunk servers, and the case needs ${countMin}`,
    );
  }
  return nodes;
}

/** The first chunk server. */
export function firstNode(bench: ClusterBench): ChunkNode {
  const [node] = nodesOf(bench);
  if (node === undefined) throw new CaseSkipped("It has no chunk server");
  return node;
}

/** Behind the numbers that an object's own chunks have. */
const FIRST_NUMBER = 5000;

/** A chunk id that only this case makes. */
export function chunkIdOf(
  { env, version }: ClusterBench,
  number: number,
): string {
  const bare = version ?? env.md5(new TextEncoder().encode(env.prefix));
  return `${bare}-${FIRST_NUMBER + number}`;
}

/** Names of all chunks, each behind its server. */
export async function chunksOn(
  nodes: readonly ChunkNode[],
): Promise<Set<string>> {
  const found = new Set<string>();
  for (const { name, list } of nodes) {
    for await (const { id } of list()) found.add(`${name}/${id}`);
  }
  return found;
}

/** Breaks the case unless the call is refused with that code of gRPC. */
export async function refusedWith(
  code: string,
  what: string,
  call: () => Promise<unknown>,
): Promise<void> {
  try {
    await call();
  } catch (error) {
    const found = grpcCode(error);
    if (found === undefined) throw error;
    holds(found === code, `${what} is refused with ${found}, not ${code}`);
    return;
  }
  throw new CaseBroken(`${what} is taken, and should be refused with ${code}`);
}

/** Breaks the case unless the answer has that status, and code where given. */
export function answeredWith(
  answer: ClusterAnswer,
  what: string,
  { status, code = "" }: { readonly status: number; readonly code?: string },
): void {
  const found = `HTTP ${answer.status} ${answer.code}`.trim();
  const isRight = answer.status === status &&
    (code === "" || answer.code === code);
  holds(
    isRight,
    `${what} is answered with ${found}, not HTTP ${status} ${code}`.trim(),
  );
}

/** The code of a refusal of a chunk server; `undefined` for anything else. */
export function grpcCode(error: unknown): string | undefined {
  const isRefusal = error instanceof Error && error.name === "GrpcError" &&
    "code" in error && typeof error.code === "string";
  return isRefusal ? String(error.code) : undefined;
}

/** Codes that say that nobody could be asked. */
const AWAY = ["UNAVAILABLE", "DEADLINE_EXCEEDED", "CANCELLED"];

/** What a chunk server refused though it was right to ask breaks the case. */
async function toldOf(body: () => Promise<string>): Promise<string> {
  try {
    return await body();
  } catch (error) {
    const code = grpcCode(error);
    if (code === undefined || !(error instanceof Error)) throw error;
    const sentence = `A chunk server answers ${code}: ${error.message}`;
    throw AWAY.includes(code)
      ? new CaseFailed(sentence)
      : new CaseBroken(sentence);
  }
}
