/**
 * One chunk server: a folder of chunks behind a port. Goes in: where; comes out:
 * a server that runs until it is closed.
 */
import { BufferPool } from "../../grpc/buffer_pool.ts";
import { GrpcServer } from "../../grpc/grpc_server.ts";
import { type ChunkCore, ChunkFiles } from "./chunk_files.ts";
import { chunkMethods } from "./chunk_service.ts";

export interface ChunkServerOptions {
  readonly core: ChunkCore;
  /** Of this server alone. */
  readonly folder: string;
  /** Stays the same over restarts. */
  readonly node: string;
  /** A free one when 0. */
  readonly port: number;
  /** As a slow disk has it, before each block; none when absent. */
  readonly delayMs?: number;
}

/** Takes away what a killed one left half written, then listens. */
export async function startChunkServer(
  options: ChunkServerOptions,
): Promise<GrpcServer> {
  const { core, folder, node, port, delayMs = 0 } = options;
  const files = await ChunkFiles.open(core, folder);
  const pool = new BufferPool();
  const methods = chunkMethods({ core, files, folder, node, delayMs, pool });
  return new GrpcServer({ methods, port, pool });
}
