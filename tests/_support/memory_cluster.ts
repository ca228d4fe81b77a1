/**
 * A cluster in memory, honest unless told otherwise: a gateway as its document
 * has it, and chunk servers. Goes in: how many servers, and lies; comes out:
 * what a case of a cluster is handed.
 */
import { MemBackend } from "../../backends/mem.ts";
import type {
  Backend,
  ChunkNode,
  ClusterAnswer,
  ClusterFace,
  ClusterRequest,
} from "../../backends/mod.ts";
import {
  conditionOf,
  describedBy,
  listRequest,
  rangeOf,
  readDescription,
  routeOf,
} from "../../backends/reference/cluster/gateway_request.ts";
import {
  asGatewayError,
  GatewayError,
} from "../../backends/reference/cluster/gateway_error.ts";
import { placeChunk } from "../../backends/reference/cluster/placement.ts";
import { crc32cNumber } from "../../backends/gateway/gateway_facts.ts";
import { checksumOf } from "../../backends/checksum.ts";
import type { CaseEnv } from "../../engine/cases/case.ts";
import type { ClusterSizes } from "../../engine/cases/mod.ts";
import { caseEnv } from "./case_fixture.ts";
import { crcOf, MemoryNode } from "./memory_node.ts";

const BLOCK_BYTES = 256 * 1024;

/** As small as each case can still tell right from wrong. */
const SIZES: ClusterSizes = {
  smallBytes: 3 * BLOCK_BYTES + 17,
  largeBytes: 5 * BLOCK_BYTES + 1,
  rejectedBytes: 9 * BLOCK_BYTES,
  chunkBytes: 4 * BLOCK_BYTES + 3,
  spaceBytes: BLOCK_BYTES,
  crowdBytes: 5000,
};

/** What goes around an honest part, and changes what it says or does. */
export interface ClusterLies {
  readonly backend?: (honest: Backend) => Partial<Backend>;
  readonly node?: (honest: ChunkNode, at: number) => Partial<ChunkNode>;
  readonly send?: (
    request: ClusterRequest,
    honest: ClusterFace["send"],
  ) => Promise<ClusterAnswer>;
}

/** What a body of `cluster.*` is handed. */
export function clusterEnv(
  lies: ClusterLies = {},
  { nodes = 6, nowNs = () => 0 }: {
    readonly nodes?: number;
    readonly nowNs?: () => number;
  } = {},
): CaseEnv {
  const cluster = new MemoryCluster(nodes);
  const send = (request: ClusterRequest) => cluster.send(request);
  const face: ClusterFace = {
    blockBytes: BLOCK_BYTES,
    objectBytesMax: 8 * BLOCK_BYTES,
    chunkBytesMax: 8 * BLOCK_BYTES,
    nodes: cluster.nodes.map((node, at) => {
      const plain = node.face();
      return { ...plain, ...lies.node?.(plain, at) };
    }),
    send: lies.send === undefined
      ? send
      : (request) => lies.send?.(request, send) ?? send(request),
    close: () => Promise.resolve(),
  };
  return caseEnv({
    scheme: "gateway",
    backend: changed(cluster, lies.backend?.(cluster) ?? {}),
    cluster: {
      open: () => Promise.resolve(face),
      crc32c: (bytes, seed = 0) => crcOf(bytes, seed),
      nowNs,
      sleepMs: () => Promise.resolve(),
      sizes: SIZES,
    },
  });
}

/** The same backend but for some methods. */
function changed(honest: Backend, changes: Partial<Backend>): Backend {
  return new Proxy(honest, {
    get(target, name) {
      const value: unknown = Reflect.get(changes, name) ??
        Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** Objects in a `mem:` store whose chunks lie on nodes. */
class MemoryCluster extends MemBackend {
  readonly nodes: readonly MemoryNode[];
  #versions = 0;
  readonly #chunks = new Map<string, () => void>();
  #transactions = 0;

  constructor(count: number) {
    super({ url: "gateway://memory" });
    this.nodes = Array.from(
      { length: count },
      (_, at) => new MemoryNode(`node-${at}`, BLOCK_BYTES),
    );
  }

  override async put(key: string, bytes: Uint8Array) {
    this.#check(bytes.length);
    const checksum = checksumOf("crc32c", bytes);
    const facts = await super.putChecked(key, bytes, checksum);
    this.#place(key, bytes);
    return facts;
  }

  override async putDescribed(...put: Parameters<MemBackend["putDescribed"]>) {
    const facts = await super.putDescribed(...put);
    this.#place(put[0], put[1]);
    return { ...facts, checksum: checksumOf("crc32c", put[1]) };
  }

  override async putStream(key: string, body: ReadableStream<Uint8Array>) {
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    for await (const piece of body) pieces.push(piece.slice());
    return await this.put(key, await bytesOf(pieces));
  }

  override async head(key: string) {
    const facts = await super.head(key);
    const checksum = checksumOf("crc32c", await this.get(key));
    const description = facts.description ??
      { contentType: "application/octet-stream", metadata: {} };
    return { ...facts, checksum, description };
  }

  override async delete(key: string) {
    await super.delete(key);
    this.#chunks.get(key)?.();
    this.#chunks.delete(key);
  }

  async send(request: ClusterRequest): Promise<ClusterAnswer> {
    const target = typeof request.path === "string"
      ? request.path
      : `/${request.path.kind}/${encodeURIComponent(request.path.key)}`;
    try {
      return await this.#answer(request, target);
    } catch (cause) {
      const isMissing = cause instanceof Error && "kind" in cause &&
        cause.kind === "NotFound";
      const { code, status } = isMissing
        ? { code: "NotFound", status: 404 }
        : asGatewayError(cause);
      const isHead = request.method === "HEAD";
      return { ...answer(status), code: isHead ? "" : code };
    }
  }

  async #answer(
    request: ClusterRequest,
    target: string,
  ): Promise<ClusterAnswer> {
    const route = routeOf(target);
    const { method } = request;
    const headers = new Map(Object.entries(request.headers ?? {}));
    if (route.kind === "health" && method === "GET") {
      return answer(200, { database: this.#pool() });
    }
    if (route.kind === "list" && method === "GET") {
      listRequest(route.query);
      return answer(200, {});
    }
    if (!("key" in route)) throw new GatewayError("MethodNotAllowed", method);
    const { key } = route;
    if (route.kind === "metadata") {
      if (method === "PATCH") await this.#describe(key, request);
      return answer(200, await this.#words(key));
    }
    if (method === "PUT") return await this.#put(key, request, headers);
    if (!["GET", "HEAD", "DELETE"].includes(method)) {
      throw new GatewayError("MethodNotAllowed", method);
    }
    const { sizeBytes } = await this.head(key);
    if (method === "DELETE") {
      await this.delete(key);
      return answer(204);
    }
    rangeOf(headers.get("range"), sizeBytes);
    return answer(200);
  }

  async #put(
    key: string,
    request: ClusterRequest,
    headers: Map<string, string>,
  ): Promise<ClusterAnswer> {
    const described = describedBy({ headers });
    const condition = conditionOf({ headers });
    if (request.sizeBytes !== undefined) this.#check(request.sizeBytes);
    if (request.asksLeave) return answer(100);
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    const { body = new Uint8Array() } = request;
    for await (const piece of body instanceof Uint8Array ? [body] : body) {
      pieces.push(piece.slice());
    }
    const bytes = await bytesOf(pieces);
    const { length } = bytes;
    if (request.sizeBytes !== undefined && request.sizeBytes !== length) {
      throw new GatewayError("IncompleteBody", "It is short");
    }
    const told = headers.get("x-checksum-crc32c");
    if (told !== undefined && !/^\d+$/.test(told)) {
      throw new GatewayError("InvalidRequest", "It is no number");
    }
    if (told !== undefined && Number(told) !== crcOf(bytes, 0)) {
      throw new GatewayError("ChecksumMismatch", "It does not fit");
    }
    const before = await super.head(key).catch(() => null);
    if (condition.kind === "absent" && before !== null) {
      throw new GatewayError("AlreadyExists", "It is there");
    }
    if (condition.kind === "match" && before?.etag !== condition.version) {
      throw new GatewayError("PreconditionFailed", "It is another");
    }
    await this.putDescribed(key, bytes, described);
    return answer(201);
  }

  async #words(key: string) {
    const { checksum, description, etag, sizeBytes } = await this.head(key);
    const crc32c = crc32cNumber(checksum.base64);
    return { ...{ key, etag, sizeBytes, crc32c }, ...description };
  }

  /** The words change, the bytes and their version do not. */
  async #describe(key: string, { body }: ClusterRequest): Promise<void> {
    const text = body instanceof Uint8Array
      ? new TextDecoder().decode(body)
      : "";
    const words = readDescription(text);
    const facts = await super.head(key);
    Object.assign(facts, {
      description: { ...(await this.head(key)).description, ...words },
    });
    this.#transactions += 1;
  }

  #pool() {
    const transactions = this.#transactions;
    return {
      ...{ isUp: true, kind: "memory", max: 4, inUse: 0, inUseMax: 4 },
      ...{ waiting: 0, transactions, queries: transactions, queryMs: 0 },
    };
  }

  #check(sizeBytes: number): void {
    if (sizeBytes > 8 * BLOCK_BYTES) {
      throw Object.assign(new GatewayError("TooLarge", "It is too large"), {
        kind: "Unsupported",
      });
    }
  }

  #place(key: string, bytes: Uint8Array): void {
    this.#chunks.get(key)?.();
    const version = (++this.#versions).toString(16).padStart(32, "0");
    const ends: (() => void)[] = [];
    for (let at = 0; at < Math.max(1, bytes.length); at += BLOCK_BYTES) {
      const number = at / BLOCK_BYTES;
      const options = { version, number, replicas: 1 };
      const [node] = placeChunk(this.nodes, options);
      const id = `${version}-${number}`;
      node?.hold(id, bytes.slice(at, at + BLOCK_BYTES));
      ends.push(() => node?.drop(id));
    }
    this.#chunks.set(key, () => ends.forEach((end) => end()));
  }
}

function answer(status: number, json?: unknown): ClusterAnswer {
  return { ...{ status, json }, code: "", headers: {} };
}

async function bytesOf(pieces: readonly Uint8Array<ArrayBuffer>[]) {
  return new Uint8Array(await new Blob([...pieces]).arrayBuffer());
}
