/**
 * `gateway://host:port/prefix`: objects of a cluster, by the requests of
 * `gateway.openapi.json`. Bodies flow: no object is in memory but one that was
 * asked for whole. Every body is held against its CRC-32C.
 */
import type { Capability } from "../capability.ts";
import type {
  AnswerMark,
  Backend,
  BackendUse,
  ByteRange,
  ListOptions,
  ListPage,
  ObjectChecksum,
  ObjectDescription,
  ObjectFacts,
} from "../contract.ts";
import { StorageError } from "../errors.ts";
import { KEY_BYTES_MAX } from "../key.ts";
import { cutRange } from "../object_failure.ts";
import { RefusingBackend } from "../refusing_backend.ts";
import type { StoreFace } from "../store.ts";
import type { StreamFace } from "../stream_face.ts";
import type { Crc32c } from "./chunk_client.ts";
import { BodyOnItsWay, checkCrc32c } from "./gateway_body.ts";
import { GatewayCalls } from "./gateway_calls.ts";
import {
  drained,
  type GatewayClient,
  GatewayRefusal,
} from "./gateway_client.ts";
import {
  crc32cNumber,
  factsOfHead,
  factsOfHeaders,
  statedCrc32c,
} from "./gateway_facts.ts";
import { gatewayFailure } from "./gateway_failure.ts";
import { listGateway } from "./gateway_list.ts";
import { getFlow, getPart, getWhole } from "./gateway_reads.ts";

const CAPABILITIES: readonly Capability[] = [
  "read",
  "readRange",
  "write",
  "writeAtomic",
  "writeIfAbsent",
  "writeIfMatch",
  "writeStream",
  "readStream",
  "metadata",
  "checksumCrc32c",
  "stat",
  "list",
  "listDelimiter",
  "listPaged",
  "delete",
];

/** As the document has it: 10 GB. */
export const PUT_BYTES_MAX = 10_000_000_000;
/** Nobody's key: a put that is only offered makes no object. */
const PROBE = ".stor-verify-admit";

export interface GatewayBackendOptions {
  readonly url: string;
  /** Empty, or ends with a slash. */
  readonly prefix: string;
  readonly client: GatewayClient;
  readonly crc32c: Crc32c;
  readonly store?: StoreFace;
  readonly streams?: (self: Backend) => StreamFace;
}

/** Claims what the document promises; parts, copies and `sync` are not in it. */
export class GatewayBackend extends RefusingBackend {
  readonly url: string;
  readonly capabilities: ReadonlySet<Capability>;
  override readonly keyBytesMax: number;
  readonly putBytesMax = PUT_BYTES_MAX;
  readonly #options: GatewayBackendOptions;
  readonly #calls: GatewayCalls;

  constructor(options: GatewayBackendOptions) {
    super(undefined, options.store, options.streams);
    const { url, prefix, store } = options;
    this.url = url;
    this.#options = options;
    this.#calls = new GatewayCalls(options);
    this.keyBytesMax = KEY_BYTES_MAX - new TextEncoder().encode(prefix).length;
    this.capabilities = new Set([
      ...CAPABILITIES,
      ...(store === undefined ? [] : ["load" as const]),
    ]);
  }

  get lastAnswer(): AnswerMark | undefined {
    return this.#options.client.lastAnswer;
  }

  override put(key: string, bytes: Uint8Array): Promise<ObjectFacts> {
    return this.#put("put", key, { bytes });
  }

  override putIfAbsent(key: string, bytes: Uint8Array): Promise<ObjectFacts> {
    const headers = { "if-none-match": "*" };
    return this.#put("put if absent", key, { bytes, headers });
  }

  override async putIfMatch(
    key: string,
    bytes: Uint8Array,
    etag: string,
  ): Promise<ObjectFacts> {
    const operation = "put if match";
    // No object can have another one, and it would end the header.
    if (!/^[\x21\x23-\x7e]+$/.test(etag)) {
      await this.head(key);
      const refused = new GatewayRefusal(412, "PreconditionFailed");
      throw gatewayFailure(this.#calls.attempt(operation, key), refused);
    }
    const headers = { "if-match": `"${etag}"` };
    return await this.#put(operation, key, { bytes, headers });
  }

  override putDescribed(
    key: string,
    bytes: Uint8Array,
    { contentType, metadata }: ObjectDescription,
  ): Promise<ObjectFacts> {
    const headers: Record<string, string> = { "content-type": contentType };
    for (const [name, value] of Object.entries(metadata)) {
      headers[`x-meta-${name}`] = encodeURIComponent(value);
    }
    return this.#put("put", key, { bytes, headers });
  }

  override putChecked(
    key: string,
    bytes: Uint8Array,
    checksum: ObjectChecksum,
  ): Promise<ObjectFacts> {
    if (checksum.algorithm !== "crc32c") {
      return super.putChecked(key, bytes, checksum);
    }
    const crc32c = crc32cNumber(checksum.base64);
    if (crc32c === undefined) {
      const refused = new GatewayRefusal(400, "ChecksumMismatch");
      const attempt = this.#calls.attempt("put", key);
      return Promise.reject(gatewayFailure(attempt, refused));
    }
    const headers = { "x-checksum-crc32c": String(crc32c) };
    return this.#put("put", key, { bytes, headers });
  }

  override async putStream(
    key: string,
    body: ReadableStream<Uint8Array>,
  ): Promise<ObjectFacts> {
    const attempt = this.#calls.attempt("put stream", key);
    const way = new BodyOnItsWay(body, attempt, this.#options.crc32c);
    try {
      const { signal } = way;
      const request = { method: "PUT", body: way.pieces(), signal };
      return await this.#calls.asked(
        attempt,
        { ...request, key },
        async (answer) => {
          const headers = await drained(answer);
          checkCrc32c(attempt, way.crc.value, statedCrc32c(headers));
          const { sizeBytes } = way.crc;
          return factsOfHeaders(attempt, { key, sizeBytes }, headers);
        },
      );
    } catch (failure) {
      throw way.failure ?? failure;
    } finally {
      await way.settle();
    }
  }

  async offerPut(
    key: string,
    sizeBytes: number,
  ): Promise<"taken" | "too large"> {
    const attempt = this.#calls.attempt("offer", key);
    const request = { method: "PUT", sizeBytes, asksLeave: true };
    return await this.#calls.worded(attempt, async () => {
      try {
        const target = this.#calls.path(attempt, key);
        const answer = await this.#options.client.ask({ ...request, target });
        await answer.body.cancel();
        return "taken";
      } catch (cause) {
        const isTooLarge = cause instanceof GatewayRefusal &&
          cause.statusCode === 413;
        if (isTooLarge) return "too large";
        throw cause;
      }
    });
  }

  override get(key: string): Promise<Uint8Array> {
    return getWhole(this.#calls, this.#options.crc32c, key);
  }

  override async getRange(
    key: string,
    range: ByteRange,
  ): Promise<Uint8Array> {
    if (!(range.start >= 0 && range.start < range.end)) {
      const { sizeBytes } = await this.head(key);
      cutRange(
        { url: this.url, operation: "get range", key },
        range,
        sizeBytes,
      );
    }
    return await getPart(this.#calls, key, range);
  }

  override getStream(key: string): Promise<ReadableStream<Uint8Array>> {
    return getFlow(this.#calls, this.#options.crc32c, key);
  }

  override head(key: string): Promise<ObjectFacts> {
    const attempt = this.#calls.attempt("head", key);
    return this.#calls.asked(
      attempt,
      { method: "HEAD", key },
      async (answer) => factsOfHead(attempt, key, await drained(answer)),
    );
  }

  override async list(options: ListOptions = {}): Promise<ListPage> {
    const { url } = this;
    const attempt = { action: `list "${url}"`, operation: "list", url };
    const { client, prefix } = this.#options;
    return await this.#calls.worded(
      attempt,
      () => listGateway(client, { attempt, prefix }, options),
    );
  }

  override async delete(key: string): Promise<void> {
    const attempt = this.#calls.attempt("delete", key);
    try {
      await this.#calls.asked(attempt, { method: "DELETE", key }, drained);
    } catch (failure) {
      const isGone = failure instanceof StorageError &&
        failure.kind === "NotFound";
      if (!isGone) throw failure;
    }
  }

  override async admit(use: BackendUse): Promise<void> {
    await this.list({ limit: 1 });
    if (use === "create") await this.offerPut(PROBE, 1);
  }

  override close(): Promise<void> {
    this.#options.client.close();
    return Promise.resolve();
  }

  #put(
    operation: string,
    key: string,
    { bytes, headers = {} }: {
      readonly bytes: Uint8Array;
      readonly headers?: Readonly<Record<string, string>>;
    },
  ): Promise<ObjectFacts> {
    const attempt = this.#calls.attempt(operation, key);
    // A copy, because the caller may reuse its buffer before all was sent.
    const body = bytes.slice();
    const request = { method: "PUT", body, headers };
    return this.#calls.asked(attempt, { ...request, key }, async (answer) => {
      const told = await drained(answer);
      checkCrc32c(attempt, this.#options.crc32c(body), statedCrc32c(told));
      return factsOfHeaders(attempt, { key, sizeBytes: body.length }, told);
    });
  }
}
