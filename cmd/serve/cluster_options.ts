/**
 * The flags of `serve cluster`, `serve chunks` and `serve gateway`. Goes in: what
 * was typed; comes out: options, or a `UsageError` with every mistake.
 */
import { CHUNK_BYTES_MAX, isChunkSize } from "../../backends/reference/mod.ts";
import { parseSizeBytes } from "../../engine/mod.ts";
import type { Args } from "../command.ts";
import { absolutePath } from "../store/absolute_path.ts";
import { UsageError } from "../usage_error.ts";

export interface ClusterOptions {
  readonly data: string | undefined;
  readonly nodes: number;
  readonly replicas: number;
  /** `undefined`: the largest. */
  readonly chunkBytes: number | undefined;
  readonly port: number | undefined;
  /** Of the first chunk server; 0: free ones. */
  readonly chunkPort: number;
  /** `null`: the embedded one. */
  readonly database: string | null;
  readonly node: string;
  readonly servers: readonly { name: string; address: string }[];
  /** End with the process that started this one. */
  readonly isWithParent: boolean;
}

const CHUNK_PORT = 50051;

/** Flags that only these kinds understand. */
export const CLUSTER_FLAGS = [
  {
    name: "data",
    value: "DIR",
    summary: "cluster, chunks, gateway: keep everything there",
  },
  {
    name: "nodes",
    value: "N",
    summary: "cluster: chunk servers, each a process; default: 6",
  },
  {
    name: "replicas",
    value: "N",
    summary: "cluster, gateway: servers that keep each chunk, 1 to 3",
  },
  {
    name: "chunk-size",
    value: "SIZE",
    summary: "cluster, gateway: of a chunk, as 8MiB; default: 1.67 GB",
  },
  {
    name: "chunk-port",
    value: "N",
    summary: "cluster: of the first chunk server; default: 50051, 0: free ones",
  },
  {
    name: "database",
    value: "URL",
    summary: "cluster, gateway: postgres://...; default: an embedded one",
  },
  { name: "node", value: "NAME", summary: "chunks: name that stays the same" },
  {
    name: "server",
    value: "NAME=HOST:PORT",
    many: true,
    summary: "gateway: a chunk server; may be repeated",
  },
  { name: "with-parent", summary: "End when standard input does" },
] as const;

function chunkSize(text: string): number | undefined {
  try {
    const bytes = parseSizeBytes(text);
    return isChunkSize(bytes) ? bytes : undefined;
  } catch {
    // What a size looks like is said together with what it must be.
    return undefined;
  }
}

/** Fails with a `UsageError`. */
export function clusterOptions(cwd: string, args: Args): ClusterOptions {
  const mistakes: string[] = [];
  const number = (name: string, [from, to]: readonly [number, number]) => {
    const text = args.text(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (/^\d{1,5}$/.test(text) && value >= from && value <= to) return value;
    mistakes.push(
      `Cannot use --${name} ${text}: it is a number from ${from} to ${to}`,
    );
    return undefined;
  };
  const nodes = number("nodes", [1, 64]) ?? 6;
  const replicas = number("replicas", [1, 3]) ?? 1;
  if (replicas > nodes) {
    mistakes.push(`Cannot keep ${replicas} replicas on ${nodes} nodes`);
  }
  const size = args.text("chunk-size");
  const chunkBytes = size === undefined ? undefined : chunkSize(size);
  if (size !== undefined && chunkBytes === undefined) {
    mistakes.push(
      `Cannot use --chunk-size ${size}: it is a multiple of 256KiB, up to ` +
        `${CHUNK_BYTES_MAX} bytes`,
    );
  }
  const database = args.text("database") ?? null;
  if (database !== null && !/^postgres(ql)?:\/\//.test(database)) {
    mistakes.push("Cannot use --database: it begins postgres://");
  }
  const servers = args.texts("server").map((text) => {
    const [, name = "", address = ""] = /^([\w-]+)=([^=]+:\d+)$/.exec(text) ??
      [];
    if (name === "") {
      mistakes.push(`Cannot use --server ${text}: write NAME=HOST:PORT`);
    }
    return { name, address };
  });
  const data = args.text("data");
  const options = {
    ...{ nodes, replicas, chunkBytes, database, servers },
    data: data === undefined ? undefined : absolutePath(cwd, data),
    port: number("port", [0, 65_535]),
    chunkPort: number("chunk-port", [0, 65_000]) ?? CHUNK_PORT,
    node: args.text("node") ?? "node-1",
    isWithParent: args.has("with-parent"),
  };
  if (mistakes.length > 0) throw new UsageError(mistakes);
  return options;
}
