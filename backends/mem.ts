/**
 * `mem:` and `mem:name`: objects in this process, for tests and for measuring
 * our own cost. Every method runs in one turn of the event loop, which is what
 * makes its conditions atomic. It never claims `sync`: memory dies with us.
 */
import type { BlockFace } from "./block.ts";
import type { Capability } from "./capability.ts";
import { memoryBlockFace } from "./block_face.ts";
import type {
  Backend,
  ByteRange,
  ListOptions,
  ListPage,
  ObjectChecksum,
  ObjectDescription,
  ObjectFacts,
  Upload,
} from "./contract.ts";
import { checksumOf } from "./checksum.ts";
import { checkKey, keyBytes } from "./key.ts";
import { PageCollector } from "./list_page.ts";
import { memUpload } from "./mem_upload.ts";
import { cutRange, objectFailure } from "./object_failure.ts";
import { RefusingBackend } from "./refusing_backend.ts";
import type { OpenContext } from "./registry.ts";
import { bodyChunks, chunkStream, joinChunks } from "./stream.ts";
import type { Target } from "./targets/target.ts";

interface StoredObject {
  readonly bytes: Uint8Array;
  readonly facts: ObjectFacts;
}

const OBJECT_CAPABILITIES: readonly Capability[] = [
  "read",
  "readRange",
  "write",
  "writeAtomic",
  "writeIfAbsent",
  "writeIfMatch",
  "metadata",
  "checksumMd5",
  "checksumCrc32c",
  "checksumCrc64nvme",
  "writeStream",
  "readStream",
  "stat",
  "list",
  "listDelimiter",
  "listPaged",
  "delete",
  "copy",
  "rename",
  "multipart",
];

/** As S3 has it; no buffer of the runtime is that large. */
const PUT_BYTES_MAX = 5 * 1024 ** 3;

/** What `openMem` gets; without a block face it claims no `block`. */
export interface MemOptions {
  readonly url: string;
  readonly block?: BlockFace;
}

/** Claims all but `sync`; `block` only when it was handed a face. */
export class MemBackend extends RefusingBackend {
  readonly url: string;
  readonly capabilities: ReadonlySet<Capability>;
  readonly putBytesMax = PUT_BYTES_MAX;
  readonly #objects = new Map<string, StoredObject>();
  #version = 0;
  #uploads = 0;

  constructor(options: MemOptions) {
    super(options.block);
    this.url = options.url;
    this.capabilities = new Set([
      ...OBJECT_CAPABILITIES,
      ...(options.block === undefined ? [] : ["block" as const]),
    ]);
  }

  override async put(key: string, bytes: Uint8Array): Promise<ObjectFacts> {
    await Promise.resolve(checkKey(key, "put"));
    return this.#store(key, bytes);
  }

  offerPut(_key: string, sizeBytes: number): Promise<"taken" | "too large"> {
    const isTooLarge = sizeBytes > this.putBytesMax;
    return Promise.resolve(isTooLarge ? "too large" : "taken");
  }

  override async putIfAbsent(
    key: string,
    bytes: Uint8Array,
  ): Promise<ObjectFacts> {
    const operation = "put if absent";
    await Promise.resolve(checkKey(key, operation));
    if (this.#objects.has(key)) {
      throw objectFailure({ url: this.url, operation, key }, "AlreadyExists");
    }
    return this.#store(key, bytes);
  }

  override async putIfMatch(
    key: string,
    bytes: Uint8Array,
    etag: string,
  ): Promise<ObjectFacts> {
    const operation = "put if match";
    await Promise.resolve(checkKey(key, operation));
    if (this.#find(key, operation).facts.etag !== etag) {
      throw objectFailure(
        { url: this.url, operation, key },
        "PreconditionFailed",
      );
    }
    return this.#store(key, bytes);
  }

  override async putDescribed(
    key: string,
    bytes: Uint8Array,
    description: ObjectDescription,
  ): Promise<ObjectFacts> {
    await Promise.resolve(checkKey(key, "put"));
    return this.#store(key, bytes, { description });
  }

  override async putChecked(
    key: string,
    bytes: Uint8Array,
    checksum: ObjectChecksum,
  ): Promise<ObjectFacts> {
    await Promise.resolve(checkKey(key, "put"));
    const found = checksumOf(checksum.algorithm, bytes);
    if (found.base64 !== checksum.base64) {
      const attempt = { url: this.url, operation: "put", key };
      throw objectFailure(attempt, "ChecksumMismatch");
    }
    return this.#store(key, bytes, { checksum });
  }

  override async putStream(
    key: string,
    body: ReadableStream<Uint8Array>,
  ): Promise<ObjectFacts> {
    const operation = "put stream";
    checkKey(key, operation);
    const chunks: Uint8Array[] = [];
    for await (
      const chunk of bodyChunks({ url: this.url, operation, key }, body)
    ) {
      chunks.push(chunk.slice());
    }
    return this.#store(key, joinChunks(chunks));
  }

  override async get(key: string): Promise<Uint8Array> {
    await Promise.resolve();
    return this.#find(key, "get").bytes.slice();
  }

  override async getRange(
    key: string,
    range: ByteRange,
  ): Promise<Uint8Array> {
    const operation = "get range";
    await Promise.resolve();
    const { bytes } = this.#find(key, operation);
    const { start, end } = cutRange(
      { url: this.url, operation, key },
      range,
      bytes.length,
    );
    return bytes.slice(start, end);
  }

  override async getStream(key: string): Promise<ReadableStream<Uint8Array>> {
    await Promise.resolve();
    return chunkStream(this.#find(key, "get stream").bytes);
  }

  override async head(key: string): Promise<ObjectFacts> {
    await Promise.resolve();
    return this.#find(key, "head").facts;
  }

  override list(options: ListOptions = {}): Promise<ListPage> {
    const collector = new PageCollector(options);
    for (const key of this.#objects.keys()) {
      collector.offer(keyBytes(key));
    }
    return collector.page((key) =>
      Promise.resolve(this.#objects.get(key)?.facts)
    );
  }

  override async delete(key: string): Promise<void> {
    await Promise.resolve(checkKey(key, "delete"));
    this.#objects.delete(key);
  }

  override async copy(from: string, to: string): Promise<ObjectFacts> {
    await Promise.resolve(checkKey(to, "copy"));
    return this.#store(to, this.#find(from, "copy").bytes);
  }

  override async rename(from: string, to: string): Promise<ObjectFacts> {
    await Promise.resolve(checkKey(to, "rename"));
    const { bytes } = this.#find(from, "rename");
    this.#objects.delete(from);
    return this.#store(to, bytes);
  }

  override async upload(key: string): Promise<Upload> {
    await Promise.resolve(checkKey(key, "start an upload"));
    return memUpload({
      id: `mem-${++this.#uploads}`,
      key,
      url: this.url,
      store: (bytes) => this.#store(key, bytes),
    });
  }

  #find(key: string, operation: string): StoredObject {
    checkKey(key, operation);
    const found = this.#objects.get(key);
    if (found !== undefined) return found;
    throw objectFailure({ url: this.url, operation, key }, "NotFound");
  }

  #store(
    key: string,
    bytes: Uint8Array,
    more: Pick<ObjectFacts, "checksum" | "description"> = {},
  ): ObjectFacts {
    const facts = {
      key,
      sizeBytes: bytes.length,
      etag: `v${++this.#version}`,
      modifiedMs: Date.now(),
      ...more,
    };
    this.#objects.set(key, { bytes: bytes.slice(), facts });
    return facts;
  }
}

/** Opens a store of its own: two opens of one name share nothing. */
export function openMem(
  target: Target,
  context: OpenContext,
): Promise<Backend> {
  const url = target.url.text;
  const block = memoryBlockFace({ url, core: context.core });
  return Promise.resolve(new MemBackend({ url, block }));
}
