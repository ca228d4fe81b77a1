/**
 * Where a store is and how the core reaches it, as a backend decides it from
 * its settings, and what the HTTP client of this host can do.
 */

/** How the bodies of writes are checked on their way. */
export type StoreChecksum = "none" | "crc32c" | "crc64nvme";

/**
 * Connections to one place are made to another, and the server hears and shows
 * the same names as before. Both as `host:port`.
 */
export interface Detour {
  readonly from: string;
  readonly to: string;
}

/** Of one bucket or container. Holds secrets: never print or keep it. */
export interface StoreSettings {
  readonly kind: "s3" | "az";
  /** Without a slash at the end; lanes are spread over them. */
  readonly endpoints: readonly string[];
  /** With `az` and an endpoint that is path-style: `account/container`. */
  readonly bucket: string;
  /** Starts every key: "" or text that ends with a slash. */
  readonly prefix: string;
  /** The bucket is in the path, not in the host name. */
  readonly pathStyle: boolean;
  readonly region?: string;
  readonly accessKey?: string;
  readonly secretKey?: string;
  readonly sessionToken?: string;
  /** Query text of a shared access signature, without "?". */
  readonly sas?: string;
  /** Token of the header `authorization`, without "Bearer". */
  readonly bearer?: string;
  readonly caFile?: string;
  /** TLS certificates are not checked. */
  readonly insecure?: boolean;
  readonly proxy?: string;
  readonly detours?: readonly Detour[];
  /** 10 s when absent. */
  readonly connectTimeoutMs?: number;
  /** Without a byte for so long; 30 s when absent. */
  readonly stallTimeoutMs?: number;
  /** Of a whole request; no limit when absent. */
  readonly requestTimeoutMs?: number;
  readonly checksum?: StoreChecksum;
  readonly httpVersion?: 1 | 2;
}

/** What the libcurl of this host can do that lanes may need. */
export type HttpFeature = "sigv4" | "tls" | "http2";

export interface HttpProbe {
  /** As libcurl names itself: `libcurl/7.88.1`. */
  readonly version: string;
  readonly features: ReadonlySet<HttpFeature>;
}
