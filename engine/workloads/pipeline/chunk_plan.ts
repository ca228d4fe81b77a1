/**
 * How an object is cut for its way through a fixed memory. Goes in: its size,
 * the memory, what both ends can do; comes out: the size of a chunk and how
 * many are in flight, or how much memory it would take.
 */

/** What one end allows; the limits of a `StreamFace`. */
export interface EndLimits {
  readonly partBytesMin: number;
  readonly partsMax: number;
  readonly depthMax: number;
  /** Of each transfer in flight, beside the ring. */
  readonly bufferBytes: number;
}

export interface ChunkRequest {
  readonly sizeBytes: number;
  /** All that the copy of this object may hold. */
  readonly memoryBytes: number;
  readonly source: EndLimits;
  /** `null`: it is only read. */
  readonly sink: EndLimits | null;
  /** A resumed copy must be cut as it was. */
  readonly chunkBytes?: number;
}

export interface ChunkPlan {
  readonly chunkBytes: number;
  readonly ringBytes: number;
  readonly sourceDepth: number;
  readonly sinkDepth: number;
}

/** It does not fit: its chunks, and what is beside them, take that much. */
export interface ChunkShortage {
  readonly neededBytes: number;
}

const PAGE_BYTES = 4096;
const MIB = 1 << 20;
/**
 * Between files: large enough that system calls and switches of threads cost
 * nothing (a quarter of it cost a tenth of all time), and several fit into the
 * cache that reader, digests and writer share.
 */
const FILE_CHUNK_BYTES = MIB;
/** To and from stores: a request for less is mostly waiting. */
const STORE_CHUNK_BYTES = 8 * MIB;
/** Chunks that keep both ends and the digests busy. */
const CHUNKS_WANTED = 6;

/** Decides; never takes more than `memoryBytes`. */
export function planChunks(request: ChunkRequest): ChunkPlan | ChunkShortage {
  const { source, sink, memoryBytes, sizeBytes } = request;
  const chunkBytes = request.chunkBytes ?? chunkBytesFor(request);
  const chunkCount = Math.max(1, Math.ceil(sizeBytes / chunkBytes));
  const depths = depthsFor(request, { chunkBytes, chunkCount });
  const beside = depths.sourceDepth * source.bufferBytes +
    depths.sinkDepth * (sink?.bufferBytes ?? 0);
  const ringBytes = Math.min(
    Math.floor((memoryBytes - beside) / chunkBytes),
    chunkCount,
  ) * chunkBytes;
  const leastBytes = Math.min(2, chunkCount) * chunkBytes;
  if (ringBytes >= leastBytes) return { chunkBytes, ringBytes, ...depths };
  const buffers = source.bufferBytes + (sink?.bufferBytes ?? 0);
  return { neededBytes: leastBytes + buffers };
}

/** Tells the two answers of `planChunks` apart. */
export function isShortage(
  plan: ChunkPlan | ChunkShortage,
): plan is ChunkShortage {
  return "neededBytes" in plan;
}

/** An object that is one part is not bound to the least size of parts. */
function chunkBytesFor(request: ChunkRequest): number {
  const { sizeBytes } = request;
  const chunkBytes = Math.max(
    leastChunkBytes(request),
    wantedChunkBytes(request),
  );
  return sizeBytes > chunkBytes
    ? chunkBytes
    : roundUp(Math.max(1, sizeBytes), PAGE_BYTES);
}

/** So that the parts suffice, and are as large as the sink wants them. */
function leastChunkBytes({ sizeBytes, sink }: ChunkRequest): number {
  if (sink === null) return PAGE_BYTES;
  const forCount = Math.ceil(sizeBytes / sink.partsMax);
  const least = Math.max(PAGE_BYTES, sink.partBytesMin, forCount);
  return roundUp(least, least > MIB ? MIB : PAGE_BYTES);
}

/** Smaller where the memory is small. */
function wantedChunkBytes(request: ChunkRequest): number {
  const { source, sink, memoryBytes } = request;
  const isFiles = source.bufferBytes === 0 && (sink?.bufferBytes ?? 0) === 0;
  const wanted = isFiles ? FILE_CHUNK_BYTES : STORE_CHUNK_BYTES;
  const fits = Math.floor(memoryBytes / CHUNKS_WANTED / PAGE_BYTES) *
    PAGE_BYTES;
  return Math.max(PAGE_BYTES, Math.min(wanted, fits));
}

function depthsFor(
  { memoryBytes, source, sink }: ChunkRequest,
  { chunkBytes, chunkCount }: {
    readonly chunkBytes: number;
    readonly chunkCount: number;
  },
): Pick<ChunkPlan, "sourceDepth" | "sinkDepth"> {
  const sinkBuffer = sink?.bufferBytes ?? 0;
  const each = 2 * chunkBytes + source.bufferBytes + sinkBuffer;
  // One more chunk at each end than the digests are working on.
  const fits = Math.max(1, Math.floor(memoryBytes / each));
  // Who has nothing to send holds no buffer.
  const depth = Math.min(fits, chunkCount);
  return {
    sourceDepth: Math.min(depth, source.depthMax),
    sinkDepth: Math.min(depth, sink?.depthMax ?? 1),
  };
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}
