/**
 * Reaches the endpoints of a store step by step, without asking them anything:
 * the name, the connection, TLS.
 */
import { readAuthority } from "../azure/certificate_file.ts";
import type { Detour } from "../../ffi/mod.ts";
import { dial } from "../http/dial.ts";
import { HttpFailure, type HttpStep } from "../http/http_failure.ts";

/** How a store is reached, whichever protocol it speaks then. */
export interface Reach {
  /** As it may be printed. */
  readonly url: string;
  /** `https://host` or `http://host:port`. */
  readonly endpoints: readonly string[];
  readonly caFile?: string;
  readonly insecure: boolean;
  readonly proxy?: string;
  readonly detours?: readonly Detour[];
  readonly connectTimeoutMs: number;
}

/** Where it went wrong, and at which endpoint. */
export interface Unreached {
  readonly step: HttpStep;
  /** A sentence of what failed and what to do. */
  readonly text: string;
}

const REMEDIES: Partial<Readonly<Record<HttpFailure["reason"], string>>> = {
  "unknown-host": "check endpoint and region",
  refused: "check that the server runs there, and the port",
  unreachable: "check the network, or set proxy",
  "timed-out": "check the firewall, or set proxy",
  untrusted: "name the authority's certificate in caFile",
  malformed: "check http: and https: in endpoint",
};

/**
 * The first endpoint that cannot be reached; `null` if all can. Fails with a
 * `StorageError` if `caFile` cannot be read.
 */
export async function reachEndpoints(reach: Reach): Promise<Unreached | null> {
  const ca = await readAuthority(reach);
  for (const endpoint of reach.endpoints) {
    const url = new URL(endpoint);
    const isTls = url.protocol === "https:";
    const to = {
      isTls,
      host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
      port: url.port === "" ? (isTls ? 443 : 80) : Number(url.port),
    };
    try {
      const stream = await dial(to, {
        ...(ca === undefined ? {} : { caCerts: [ca] }),
        insecure: reach.insecure,
        ...(reach.proxy === undefined ? {} : { proxy: new URL(reach.proxy) }),
        ...(reach.detours === undefined ? {} : { detours: reach.detours }),
        connectTimeoutMs: reach.connectTimeoutMs,
      });
      stream.close();
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      const remedy = REMEDIES[error.reason];
      return {
        step: error.step,
        text: `Cannot reach the endpoint: ${error.message}` +
          (remedy === undefined ? "" : `: ${remedy}`),
      };
    }
  }
  return null;
}
