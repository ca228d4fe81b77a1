/**
 * What every reference endpoint is: a server in this process, over a folder of
 * its own, that can be broken on purpose. Goes in: `EndpointOptions`; comes
 * out: an address and the settings of a target that reaches it.
 */
import type { Arming } from "./mutants.ts";

export interface EndpointOptions {
  /** Exists, and holds nothing but what an endpoint left there. */
  readonly folder: string;
  /** A free one when absent or 0. */
  readonly port?: number;
  /** The endpoint's own default when absent. */
  readonly accessKey?: string;
  readonly secretKey?: string;
  /** Bucket or container that exists from the start. */
  readonly bucket?: string;
  /** How it lies; not at all when absent. */
  readonly mutants?: readonly Arming[];
}

/** An endpoint that listens; `close` ends it and leaves the folder. */
export interface RunningEndpoint extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Of the bucket or container that exists from the start. */
  readonly targetUrl: string;
  /** Settings of a target, by the names of the targets file. */
  readonly settings: Readonly<Record<string, string | boolean>>;
  close(): Promise<void>;
}

/** A kind of endpoint, as `serve` lists it. */
export interface EndpointKind {
  readonly name: string;
  readonly summary: string;
  /** Ways in which it can be told to lie. */
  readonly mutants: readonly { readonly name: string; readonly text: string }[];
  start(options: EndpointOptions): Promise<RunningEndpoint>;
}
