/**
 * Objects of a gateway as ends of streams of the core: ranges of one version
 * come in, one put of any size goes out. Goes in: where the gateway is and its
 * control plane; comes out: a `StreamFace`.
 *
 * Design. A gateway that needs no signature is, for ranges and puts, a store of
 * one bucket called "objects". It takes no parts: a large object is one put whose
 * last bytes follow when all digests are right, so a copy that is cut, or whose
 * source is damaged, is never visible. It cannot be gone on with.
 */
import type { Backend, ObjectFacts } from "../contract.ts";
import type { StorePort } from "../core_port.ts";
import { StorageError } from "../errors.ts";
import type { FaultGate } from "../fault_gate.ts";
import { quoteKey } from "../key.ts";
import { StoreStreams } from "../store/store_stream.ts";
import { type StreamAttempt, streamFailure } from "../store/stream_failure.ts";
import type {
  SinkPlan,
  StreamFace,
  StreamSink,
  StreamSource,
} from "../stream_face.ts";
import type { GatewayCalls } from "./gateway_calls.ts";
import { drained, readRefusal } from "./gateway_client.ts";
import { gatewayFailure } from "./gateway_failure.ts";
import { gatewayEndpoint, type GatewaySettings } from "./gateway_settings.ts";

export interface GatewayStreamsOptions {
  readonly core: Pick<StorePort, "openStore"> & {
    readonly faults?: FaultGate;
  };
  readonly settings: GatewaySettings;
  /** More is refused before a byte of it flows. */
  readonly putBytesMax: number;
  readonly objects: Pick<Backend, "head">;
  readonly calls: GatewayCalls;
}

/** Every refusal of the gateway is worded as its control plane does. */
export class GatewayStreams implements StreamFace {
  readonly partBytesMin: number;
  readonly partsMax: number;
  readonly depthMax: number;
  readonly bufferBytes: number;
  readonly #options: GatewayStreamsOptions;
  readonly #streams: StoreStreams;

  constructor(options: GatewayStreamsOptions) {
    const { calls, core, objects, settings } = options;
    const { url, prefix, detours } = settings;
    this.#options = options;
    this.#streams = new StoreStreams({
      ...{ url, core, failure: wordFailure, states: ["crc32c"] },
      settings: () =>
        Promise.resolve({
          ...{ kind: "s3", bucket: "objects", pathStyle: true, prefix },
          endpoints: [gatewayEndpoint(settings)],
          connectTimeoutMs: settings.connectTimeoutMs,
          stallTimeoutMs: settings.stallTimeoutMs,
          ...(detours !== undefined && { detours }),
        }),
      objects: {
        head: async (key) => quoted(await objects.head(key)),
        remove: async ({ key, etag }) => {
          const attempt = calls.attempt("delete", key);
          const request = {
            method: "DELETE",
            key,
            headers: { "if-match": etag },
          };
          await calls.asked(attempt, request, drained);
        },
      },
      ...{ partBytesMin: 1, partsMax: Number.MAX_SAFE_INTEGER },
    });
    const { partBytesMin, partsMax, depthMax, bufferBytes } = this.#streams;
    this.partBytesMin = partBytesMin;
    this.partsMax = partsMax;
    this.depthMax = depthMax;
    this.bufferBytes = bufferBytes;
  }

  async openSource(key: string): Promise<StreamSource> {
    this.#checkKey("read", key);
    return await this.#streams.openSource(key);
  }

  async openSink(plan: SinkPlan): Promise<StreamSink> {
    const { key, sizeBytes } = plan;
    const { putBytesMax, settings: { url } } = this.#options;
    this.#checkKey("write", key);
    if (sizeBytes > putBytesMax) {
      throw new StorageError(
        `Cannot write ${quoteKey(key)} in "${url}": it has ${sizeBytes} ` +
          `bytes, and the gateway takes ${putBytesMax} at most`,
        { kind: "Unsupported", operation: "write", context: [["url", url]] },
      );
    }
    return await this.#streams.openSink(plan);
  }

  /** The core sends names as they are, and these would lead elsewhere. */
  #checkKey(operation: "read" | "write", key: string): void {
    const { url, prefix } = this.#options.settings;
    const stray = `${prefix}${key}`.split("/")
      .find((part) => part === "." || part === "..");
    if (stray === undefined) return;
    throw new StorageError(
      `Cannot ${operation} ${
        quoteKey(key)
      } in "${url}" as a stream: "${stray}" ` +
        "between slashes would lead elsewhere: give the object another key",
      { kind: "InvalidKey", operation, context: [["url", url]] },
    );
  }
}

/** As requests name a version. */
function quoted(facts: ObjectFacts): ObjectFacts {
  return { ...facts, etag: `"${facts.etag}"` };
}

const wordFailure: typeof streamFailure = (tried, failure) => {
  const { httpStatus, code } = failure;
  return httpStatus < 400
    ? streamFailure(tried, failure)
    : gatewayFailure(attemptOf(tried), readRefusal(httpStatus, code));
};

function attemptOf({ url, verb, key }: StreamAttempt) {
  const action = `${verb} ${quoteKey(key)} in "${url}"`;
  return { action, operation: verb, url };
}
