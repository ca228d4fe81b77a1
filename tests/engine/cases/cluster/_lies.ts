/** Clusters that lie in one way each, and the case that must catch it. */
import type {
  Backend,
  ChunkNode,
  ClusterAnswer,
} from "../../../../backends/mod.ts";
import { refused } from "../../../_support/memory_node.ts";
import type { ClusterLies } from "../../../_support/memory_cluster.ts";

export interface Lie {
  /** Without `cluster.`. */
  readonly id: string;
  readonly what: string;
  readonly lies: ClusterLies;
}

/** Bytes with one that is another. */
function flipped(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  const at = Math.floor(copy.length / 2);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

async function* flippedLast(
  blocks: AsyncIterable<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let held: Uint8Array<ArrayBuffer> | null = null;
  for await (const block of blocks) {
    if (held !== null) yield held;
    held = block;
  }
  if (held !== null) yield flipped(held);
}

/** A gateway that answers 200 to everything of one method. */
function always(method: string, status = 200): ClusterLies {
  const answer: ClusterAnswer = { status, code: "", headers: {}, json: {} };
  return {
    send: (request, honest) =>
      request.method === method ? Promise.resolve(answer) : honest(request),
  };
}

const FLIPPING: ClusterLies = {
  backend: (honest) => ({
    getStream: async (key) => {
      const bytes = await honest.get(key);
      return ReadableStream.from([flipped(bytes)]);
    },
  }),
};

const SHORT: ClusterLies = {
  backend: (honest) => ({
    getStream: async (key) => {
      const bytes = await honest.get(key);
      return ReadableStream.from([bytes.slice(0, -1)]);
    },
  }),
};

/** Gives an object what was put at another key. */
const MIXED_UP: ClusterLies = {
  backend: (honest) => ({
    getStream: async (key) => {
      const { objects } = await honest.list();
      const other = objects.find((one) => one.key !== key)?.key ?? key;
      return await honest.getStream(other);
    },
  }),
};

/** Deletes nothing, and says that it did. */
const KEEPING: ClusterLies = {
  backend: () => ({ delete: () => Promise.resolve() }),
};

/** The row goes, its chunks stay: as a gateway without a sweeper. */
const ORPHANS: ClusterLies = {
  node: (honest) => {
    const seen = new Set<string>();
    return {
      async *list() {
        for await (const { id } of honest.list()) seen.add(id);
        for (const id of seen) {
          yield await Promise.resolve({ id, sizeBytes: 1 });
        }
      },
    };
  },
};

const node = (
  lie: (honest: ChunkNode) => Partial<ChunkNode>,
): ClusterLies => ({ node: lie });
const backend = (
  lie: (honest: Backend) => Partial<Backend>,
): ClusterLies => ({ backend: lie });

const FLIPPED_CHUNKS = node((honest) => ({
  read: (id, range) => flippedLast(honest.read(id, range)),
}));

const SPACELESS = node((honest) => ({
  health: async () => ({ ...await honest.health(), freeBytes: 1 << 20 }),
}));

/** A later put of a chunk goes over the one before. */
const OVERWRITING = node((honest) => ({
  put: async (chunk, blocks) => {
    try {
      return await honest.put(chunk, blocks);
    } catch {
      return { ...chunk, crc32c: 0 };
    }
  },
}));

const TAKING_ALL = node((honest) => ({
  put: (chunk, blocks) =>
    honest.put(chunk, blocks).catch(() => ({ ...chunk, crc32c: 0 })),
}));

const ELSEWHERE: ClusterLies = {
  node: (honest, at) => ({
    async *list() {
      if (at > 0) return;
      for await (const one of honest.list()) yield one;
      for (let count = 0; count < 100; count++) {
        yield { id: `${count}`, sizeBytes: 1 };
      }
    },
  }),
};

/** The last page is left out. */
const SHORT_LISTS = backend((honest) => ({
  list: async (options) => {
    const { next: _, ...page } = await honest.list(options);
    return page;
  },
}));

const LEAKY_POOL: ClusterLies = {
  send: async (request, honest) => {
    const answer = await honest(request);
    if (request.path !== "/health") return answer;
    const database = {
      ...{ max: 4, inUse: 3, inUseMax: 9, waiting: 0 },
      ...{ transactions: 0, queries: 0, queryMs: 0 },
    };
    return { ...answer, json: { database } };
  },
};

const WRONG_WORDS: ClusterLies = {
  send: async (request, honest) => {
    const answer = await honest(request);
    return request.method === "GET" && answer.status === 200
      ? { ...answer, json: { ...Object(answer.json), sizeBytes: 1 } }
      : answer;
  },
};

/** Takes words that are sound JSON, whatever they say. */
const UNSPEAKABLE: ClusterLies = {
  send: async (request, honest) => {
    const answer = await honest(request);
    const isJson = answer.code !== "InvalidJson";
    return request.method === "PATCH" && isJson
      ? { ...answer, status: 200, code: "" }
      : answer;
  },
};

/** Makes an object of whatever came before a cut. */
const HALVES: ClusterLies = {
  send: async (request, honest) => {
    if (request.signal === undefined) return await honest(request);
    const { sizeBytes: _, ...rest } = request;
    return await honest(rest);
  },
};

type Row = readonly [id: string, what: string, lies: ClusterLies];

const ROWS: readonly Row[] = [
  ["e2e.upload_download_small_file", "flips a bit", FLIPPING],
  ["e2e.upload_download_large_file", "leaves out the last byte", SHORT],
  ["e2e.upload_exceeds_max_size", "takes any size", always("PUT", 100)],
  ["e2e.download_nonexistent_file", "knows every object", always("GET")],
  ["e2e.list_files", "leaves out pages", SHORT_LISTS],
  ["e2e.delete_file", "leaves chunks behind", ORPHANS],
  ["e2e.delete_file", "deletes nothing", always("DELETE", 204)],
  ["e2e.get_file_metadata", "tells another size", WRONG_WORDS],
  ["e2e.upload_invalid_content_type", "takes any type", always("PUT", 201)],
  [
    "e2e.upload_download_max_size",
    "takes one byte more",
    backend((honest) => ({
      putStream: async (key, body) => {
        try {
          return await honest.putStream(key, body);
        } catch {
          return await honest.put(key, new Uint8Array(1));
        }
      },
    })),
  ],
  ["e2e.concurrent_operations", "mixes objects up", MIXED_UP],
  ["grpc.put_chunk_success", "flips a bit", FLIPPED_CHUNKS],
  ["grpc.put_chunk_invalid_chunk_id", "takes any id", TAKING_ALL],
  ["grpc.get_chunk_success", "flips a bit", FLIPPED_CHUNKS],
  [
    "grpc.get_chunk_not_found",
    "reads chunks that are not there",
    node(() => ({
      async *read() {
        yield await Promise.resolve(new Uint8Array(1));
      },
    })),
  ],
  [
    "grpc.get_chunk_not_found",
    "calls it another failure",
    node(() => ({ delete: () => Promise.reject(refused("INTERNAL")) })),
  ],
  [
    "grpc.delete_chunk_success",
    "deletes nothing",
    node(() => ({ delete: () => Promise.resolve() })),
  ],
  ["grpc.delete_chunk_success", "gives no space back", SPACELESS],
  ["grpc.health_check", "makes its free space up", SPACELESS],
  [
    "grpc.health_check",
    "counts no chunks",
    node((honest) => ({
      health: async () => ({ ...await honest.health(), chunkCount: 0 }),
    })),
  ],
  ["grpc.streaming_performance", "flips a bit", FLIPPED_CHUNKS],
  ["grpc.concurrent_streams", "lets all puts of a chunk win", OVERWRITING],
  ["grpc.chunk_distribution", "puts all chunks on one server", ELSEWHERE],
  ["grpc.large_chunk_handling", "takes any size", TAKING_ALL],
  ["concurrent.concurrent_uploads", "mixes objects up", MIXED_UP],
  ["concurrent.concurrent_downloads", "flips a bit", FLIPPING],
  ["concurrent.mixed_operations", "deletes nothing", KEEPING],
  ["concurrent.database_connection_pool", "leaks connections", LEAKY_POOL],
  [
    "concurrent.race_conditions",
    "gives halves of two versions",
    backend((honest) => ({
      get: async (key) => (await honest.get(key)).slice(1),
    })),
  ],
  ["input.malformed_json", "takes any description", always("PATCH")],
  ["input.malformed_json", "keeps what no header can hold", UNSPEAKABLE],
  ["input.odd_paths", "follows paths out", always("GET", 404)],
  ["input.short_body", "makes objects of halves", HALVES],
  ["input.cut_upload", "makes objects of halves", HALVES],
  [
    "input.second_upload",
    "passes over conditions",
    {
      send: ({ headers: _, ...request }, honest) => honest(request),
    },
  ],
  [
    "input.wrong_checksum",
    "passes over checksums",
    {
      send: ({ headers: _, ...request }, honest) => honest(request),
    },
  ],
];

/** By case. */
export const LIES: readonly Lie[] = ROWS.map(([id, what, lies]) => ({
  ...{ id, what, lies },
}));
