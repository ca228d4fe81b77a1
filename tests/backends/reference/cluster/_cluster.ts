/** A whole cluster in this process: chunk servers, a gateway, an embedded database. */
import type { ChunkCore } from "../../../../backends/reference/cluster/chunk_files.ts";
import { startChunkServer } from "../../../../backends/reference/cluster/chunk_server.ts";
import {
  type GatewayServerOptions,
  type RunningGateway,
  startGateway,
} from "../../../../backends/reference/cluster/gateway_server.ts";
import type { GrpcServer } from "../../../../backends/grpc/grpc_server.ts";
import { loadCore } from "../../../../ffi/mod.ts";

export interface Cluster {
  readonly folder: string;
  readonly gateway: RunningGateway;
  readonly nodes: GrpcServer[];
  /** Another gateway in the place of this one, told of the first `count`. */
  withFirst(
    count: number,
    body: (gateway: RunningGateway) => Promise<void>,
  ): Promise<void>;
  /** Ends one chunk server and starts it again where it was. */
  restart(index: number): Promise<void>;
}

export interface ClusterShape
  extends Pick<GatewayServerOptions, "alter" | "nowMs"> {
  readonly nodes?: number;
  readonly replicas?: number;
  readonly sizeBytesMax?: number;
  /** The embedded one when absent. */
  readonly database?: string;
  /** As one server sees its disk. */
  readonly coreOf?: (core: ChunkCore, index: number) => ChunkCore;
  /** Of the last server, before each block. */
  readonly lastDelayMs?: number;
}

export async function withCluster(
  shape: ClusterShape,
  body: (cluster: Cluster) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "cluster-" });
  using core = loadCore();
  const count = shape.nodes ?? 3;
  const port: ChunkCore = {
    openFile: (path, options) => core.openFile(path, options),
    pathSync: (path) => core.pathSync(path),
    renameNew: (from, to) => core.renameNew(from, to),
    probeAlignment: (path) => core.probeAlignment(path),
    crc32c: (bytes, seed) => core.crc32c(bytes, seed),
  };
  const start = (index: number, at: number) =>
    startChunkServer({
      ...{ port: at, node: `node-${index}` },
      core: shape.coreOf?.(port, index) ?? port,
      folder: `${folder}/node-${index}`,
      delayMs: index === count - 1 ? shape.lastDelayMs ?? 0 : 0,
    });
  const nodes = await Promise.all(
    Array.from({ length: count }, (_, index) => start(index, 0)),
  );
  const startFirst = (servers: number) =>
    startGateway({
      crc32c: (bytes, seed) => core.crc32c(bytes, seed),
      servers: nodes.slice(0, servers).map(({ port }, index) => ({
        name: `node-${index}`,
        address: `127.0.0.1:${port}`,
      })),
      database: shape.database ?? `${folder}/metadata.db`,
      port: 0,
      chunkBytes: 1 << 20,
      replicas: shape.replicas ?? 1,
      sizeBytesMax: shape.sizeBytesMax ?? 64 << 20,
      ...(shape.nowMs && { nowMs: shape.nowMs }),
      ...(shape.alter && { alter: shape.alter }),
    });
  let gateway = await startFirst(count);
  try {
    await body({
      folder,
      gateway,
      nodes,
      async withFirst(count, body) {
        await gateway.close();
        gateway = await startFirst(count);
        await body(gateway);
      },
      async restart(index) {
        const { port } = nodes[index]!;
        await nodes[index]!.close();
        nodes[index] = await onSamePort(() => start(index, port));
      },
    });
  } finally {
    await gateway.close();
    for (const node of nodes) await node.close();
    await Deno.remove(folder, { recursive: true });
  }
}

/** A connection of somebody else may have got the port for a moment. */
async function onSamePort<T>(start: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await start();
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Says of every write that the disk is full. */
export function fullDisk(core: ChunkCore): ChunkCore {
  return {
    ...core,
    async openFile(path, options) {
      const file = await core.openFile(path, options);
      return {
        append: () => Promise.reject(new NoSpace()),
        sizeBytes: () => file.sizeBytes(),
        read: (buffer, offset) => file.read(buffer, offset),
        sync: () => file.sync(),
        close: () => file.close(),
      };
    },
  };
}

class NoSpace extends Error {
  readonly status = -28;
  readonly statusName = "ENOSPC";
}

/** Chunks on the disks of all servers. */
export function chunksOf({ folder, nodes }: Cluster): string[] {
  return nodes.flatMap((_, index) =>
    [...Deno.readDirSync(`${folder}/node-${index}/chunks`)]
      .map(({ name }) => `${folder}/node-${index}/chunks/${name}`)
  );
}

/** Bytes that follow from a seed, and repeat nowhere near. */
export function seeded(sizeBytes: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeBytes);
  let state = seed;
  for (let at = 0; at < sizeBytes; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}
