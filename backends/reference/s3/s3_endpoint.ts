/**
 * The reference S3 endpoint: strict, small, over a folder, and able to lie.
 * Goes in: a folder and settings; comes out: a server on loopback that any S3
 * client can use, until it is closed.
 */
import type { EndpointOptions, RunningEndpoint } from "../endpoint.ts";
import { HttpServer } from "../http/http_server.ts";
import { type Arming, Mutants } from "../mutants.ts";
import { isBucketName } from "./bucket_name.ts";
import type { Account } from "./authenticate.ts";
import { S3_LIMITS, type S3Core, type S3Limits } from "./s3_call.ts";
import { S3_MUTANTS } from "./s3_mutants.ts";
import { S3Service } from "./s3_service.ts";
import { S3Store } from "./s3_store.ts";
import { Uploads } from "./uploads.ts";

export interface S3EndpointOptions extends EndpointOptions {
  /** More accounts beside the one of `accessKey` and `secretKey`. */
  readonly accounts?: readonly Account[];
  /** Lets requests without a signature do everything. */
  readonly anonymous?: boolean;
  /** `us-east-1` when absent. */
  readonly region?: string;
  /** Hosts below it are buckets; `localhost` when absent. */
  readonly domain?: string;
  readonly limits?: Partial<S3Limits>;
  /** PEM texts; plain HTTP when absent. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Region by bucket, for buckets that are only pointed to. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  readonly nowMs?: () => number;
}

const DEFAULTS = {
  accessKey: "reference",
  secretKey: "reference-secret",
  bucket: "stor-verify",
  region: "us-east-1",
  domain: "localhost",
} as const;

/** Several may run over one store: see `replica`. */
export class S3Endpoint implements RunningEndpoint {
  readonly url: string;
  readonly targetUrl: string;
  readonly settings: RunningEndpoint["settings"];
  readonly mutants: S3Core["mutants"];
  readonly #server: HttpServer;
  readonly #core: S3Core;
  readonly #options: S3EndpointOptions;
  readonly #replicas: S3Endpoint[] = [];
  readonly #isReplica: boolean;

  private constructor(
    core: S3Core,
    options: S3EndpointOptions,
    isReplica: boolean,
  ) {
    this.#core = core;
    this.#options = options;
    this.#isReplica = isReplica;
    this.mutants = core.mutants;
    const {
      accessKey = DEFAULTS.accessKey,
      secretKey = DEFAULTS.secretKey,
      bucket = DEFAULTS.bucket,
    } = options;
    const service = new S3Service({
      core,
      accounts: [{ accessKey, secretKey }, ...options.accounts ?? []],
      anonymous: options.anonymous ?? false,
      domain: options.domain ?? DEFAULTS.domain,
      elsewhere: new Map(Object.entries(options.elsewhere ?? {})),
    });
    this.#server = new HttpServer({
      onRequest: (request) => service.reply(request),
      port: isReplica ? 0 : options.port ?? 0,
      nowMs: core.nowMs,
      ...(options.tls === undefined ? {} : { tls: options.tls }),
    });
    this.url = this.#server.url;
    this.targetUrl = `s3://${bucket}`;
    this.settings = {
      endpoint: this.url,
      region: core.region,
      accessKeyId: accessKey,
      secretAccessKey: secretKey,
      pathStyle: true,
    };
  }

  /**
   * Takes up what is in the folder. Fails as the system does, and with a
   * `RangeError` for a mutant or a bucket that cannot be.
   */
  static async start(options: S3EndpointOptions): Promise<S3Endpoint> {
    const bucket = options.bucket ?? DEFAULTS.bucket;
    if (!isBucketName(bucket)) {
      throw new RangeError(`Cannot start with bucket "${bucket}": not a name`);
    }
    const nowMs = options.nowMs ?? Date.now;
    const mutants = new Mutants(S3_MUTANTS, options.mutants);
    const store = await S3Store.open({
      folder: options.folder,
      keepsPast: mutants.isArmed,
      nowMs,
    });
    if (!store.buckets.has(bucket)) store.createBucket(bucket);
    return new S3Endpoint(
      {
        store,
        uploads: new Uploads(store),
        mutants,
        limits: { ...S3_LIMITS, ...options.limits },
        region: options.region ?? DEFAULTS.region,
        nowMs,
      },
      options,
      false,
    );
  }

  /**
   * Another address of the same store, with lies of its own; it ends with this
   * endpoint. Lies about the past need one armed here too, from the start.
   */
  replica(armings: readonly Arming[] = []): S3Endpoint {
    const mutants = new Mutants(S3_MUTANTS, armings);
    const core = { ...this.#core, mutants };
    const replica = new S3Endpoint(core, this.#options, true);
    this.#replicas.push(replica);
    return replica;
  }

  /** Connections accepted so far. */
  get connectionCount(): number {
    return this.#server.connectionCount;
  }

  async close(): Promise<void> {
    await Promise.all(this.#replicas.map((replica) => replica.close()));
    await this.#server.close();
    if (!this.#isReplica) await this.#core.store.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
