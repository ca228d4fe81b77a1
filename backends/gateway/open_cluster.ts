/**
 * Opens a cluster for those who judge it. Goes in: a `gateway:` target and the
 * core; comes out: a `ClusterFace`.
 */
import type { CorePort } from "../core_port.ts";
import { StorageError } from "../errors.ts";
import { BufferPool } from "../grpc/buffer_pool.ts";
import { HttpClient } from "../http/http_client.ts";
import type { Target } from "../targets/target.ts";
import { ChunkClient, type Crc32c } from "./chunk_client.ts";
import { BLOCK_BYTES } from "./chunk_messages.ts";
import type {
  ChunkNode,
  ClusterAnswer,
  ClusterFace,
  ClusterRequest,
} from "./cluster_face.ts";
import { crc32cOf } from "./gateway_body.ts";
import {
  drained,
  fieldOf,
  GatewayClient,
  pathOf,
  textOf,
} from "./gateway_client.ts";
import { gatewayFailure } from "./gateway_failure.ts";
import {
  type GatewaySettings,
  readAddress,
  readGatewaySettings,
} from "./gateway_settings.ts";

/** 10 GB, in bytes of the document. */
const OBJECT_BYTES_MAX = 10_000_000_000;
/** A sixth of it in whole blocks: 1.67 GB. */
const CHUNK_BYTES_MAX = 6358 * BLOCK_BYTES;
/** An answer that is no object. */
const ANSWER_BYTES_MAX = 16 << 20;

/** Fails with a `StorageError` unless the gateway says where its servers are. */
export async function openCluster(
  target: Target,
  core: Pick<CorePort, "crc32c">,
): Promise<ClusterFace> {
  const settings = readGatewaySettings(target);
  const crc32c = crc32cOf(core);
  const client = new GatewayClient({ ...settings, http: newHttp(settings) });
  const send = (request: ClusterRequest) => ask(client, settings, request);
  const places = settings.chunkServers.length > 0
    ? settings.chunkServers.map((address) => ({ name: address, address }))
    : await placesOf(send, settings);
  const pool = new BufferPool();
  const opened = places.map((place) =>
    openNode(place, settings, { crc32c, pool })
  );
  return {
    blockBytes: BLOCK_BYTES,
    objectBytesMax: OBJECT_BYTES_MAX,
    chunkBytesMax: CHUNK_BYTES_MAX,
    nodes: opened.map(({ node }) => node),
    send,
    close() {
      client.close();
      for (const { end } of opened) end();
      return Promise.resolve();
    },
  };
}

function newHttp(settings: GatewaySettings): HttpClient {
  const { connectTimeoutMs, requestTimeoutMs, stallTimeoutMs } = settings;
  return new HttpClient({ connectTimeoutMs, requestTimeoutMs, stallTimeoutMs });
}

async function ask(
  client: GatewayClient,
  { prefix, url }: GatewaySettings,
  { path, ...request }: ClusterRequest,
): Promise<ClusterAnswer> {
  const target = typeof path === "string"
    ? path
    : pathOf(path.kind, prefix + path.key);
  const action = `${request.method} "${target}" of "${url}"`;
  try {
    const answer = await client.send({ ...request, target });
    const { headers, status } = answer;
    const isJson = headers["content-type"] === "application/json";
    const json = isJson
      ? jsonOf(await textOf(answer, ANSWER_BYTES_MAX))
      : undefined;
    if (!isJson) await drained(answer);
    const code = fieldOf(fieldOf(json, "error"), "code");
    return {
      status,
      headers,
      json,
      code: typeof code === "string" ? code : "",
    };
  } catch (cause) {
    throw gatewayFailure({ action, operation: request.method, url }, cause);
  }
}

interface NodePlace {
  readonly name: string;
  /** `host:port`. */
  readonly address: string;
}

async function placesOf(
  send: ClusterFace["send"],
  { url }: GatewaySettings,
): Promise<NodePlace[]> {
  const { json, status } = await send({ method: "GET", path: "/health" });
  const servers = fieldOf(json, "servers");
  if (!Array.isArray(servers)) {
    throw new StorageError(
      `Cannot find the chunk servers of "${url}": /health answers HTTP ` +
        `${status} without them: set chunkServers`,
      { kind: "Unexpected", operation: "health", context: [["url", url]] },
    );
  }
  return servers.map((one) => ({
    name: String(fieldOf(one, "name")),
    address: String(fieldOf(one, "address")),
  }));
}

function openNode(
  { name, address }: NodePlace,
  { url }: GatewaySettings,
  { crc32c, pool }: { readonly crc32c: Crc32c; readonly pool: BufferPool },
): { readonly node: ChunkNode; readonly end: () => void } {
  const place = readAddress(address);
  if (place === null) {
    throw new StorageError(
      `Cannot reach the chunk server "${name}" of "${url}": "${address}" is ` +
        "no address: set chunkServers",
      { kind: "Unexpected", operation: "health", context: [["url", url]] },
    );
  }
  const { host: hostname, port } = place;
  const client = new ChunkClient({
    ...{ address: { hostname, port }, crc32c, pool },
  });
  return {
    node: {
      name,
      put: (chunk, blocks) => client.putAll(chunk, blocks),
      read: (id, range) => client.read(id, range),
      delete: (id) => client.delete(id),
      health: () => client.health(),
      list: () => client.list(),
    },
    end: () => client.close(),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
