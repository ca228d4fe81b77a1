/**
 * A way to endpoints that fails on purpose: ports of this host, behind which a
 * thread of the core passes bytes on until a fault fires. Goes in: URLs and
 * faults; comes out: URLs that lead there, and counts.
 */
import type { RelayFacts } from "../../ffi/mod.ts";
import type { RelayPort } from "../core_port.ts";
import { isCoreFailure } from "../core_port.ts";
import { StorageError } from "../errors.ts";
import {
  type NetFault,
  NetFaultError,
  readNetFaults,
} from "./read_net_faults.ts";

/** An endpoint, and whether what is said to it can be understood. */
export interface WayEndpoint {
  /** `http://host:port` or `https://host`. */
  readonly url: string;
  /** TLS, or HTTP/2: requests cannot be told apart. Follows from the URL. */
  readonly isSealed?: boolean;
}

export interface FaultyWayOptions {
  readonly core: RelayPort;
  /** At most 64. */
  readonly endpoints: readonly (string | WayEndpoint)[];
  /** As `--net-fault` takes them. */
  readonly faults: readonly string[];
  /** False: nothing fails before `arm(true)`. True when absent. */
  readonly isArmed?: boolean;
}

/** What became of one fault. */
export interface NetFaultCount {
  /** As the core read it: `reset:every=50`. */
  readonly fault: string;
  /** Times that it could have happened. */
  readonly hits: number;
  /** Times that it did. */
  readonly fired: number;
}

/** A way that is open until it is closed. */
export interface FaultyWay extends Disposable {
  /** `http://127.0.0.1:PORT` for each endpoint, in order. */
  readonly urls: readonly string[];
  /** The first of them. */
  readonly url: string;
  /** Whether faults happen; while they do not, nothing counts for them. */
  arm(isArmed: boolean): void;
  counts(): readonly NetFaultCount[];
  facts(): RelayFacts;
  /** Ends all connections; the last counts can still be asked for. */
  close(): void;
}

/**
 * Opens the way; touches no endpoint, but asks for its name. Fails with a
 * `NetFaultError` for what cannot be asked, and with a `StorageError` for a
 * name that does not resolve.
 */
export async function openFaultyWay(
  options: FaultyWayOptions,
): Promise<FaultyWay> {
  const endpoints = options.endpoints.map(asEndpoint);
  const faults = readNetFaults(options.faults);
  refuseInside(faults, endpoints);
  const relay = await options.core.openRelay({
    endpoints: endpoints.map(({ url, isSealed }) => ({
      authority: authorityOf(url),
      isSealed,
    })),
    faults: faults.map(({ text }) => text),
  }).catch((cause) => {
    throw wayFailure(endpoints.map(({ url }) => url), cause);
  });
  relay.arm(options.isArmed ?? true);
  return new OpenWay(relay, faults, endpoints);
}

/** `host:port` of a URL, with the port that goes without saying. */
export function authorityOf(url: string): string {
  const { protocol, hostname, port } = new URL(url);
  return `${hostname}:${port || (protocol === "https:" ? 443 : 80)}`;
}

type SealedEndpoint = Required<WayEndpoint>;
type Relay = Awaited<ReturnType<RelayPort["openRelay"]>>;

function asEndpoint(endpoint: string | WayEndpoint): SealedEndpoint {
  const { url, isSealed } = typeof endpoint === "string"
    ? { url: endpoint, isSealed: undefined }
    : endpoint;
  return { url, isSealed: isSealed ?? url.startsWith("https:") };
}

function refuseInside(
  faults: readonly NetFault[],
  endpoints: readonly SealedEndpoint[],
): void {
  const sealed = endpoints.find(({ isSealed }) => isSealed);
  const inside = faults.filter(({ kind }) => kind.isInside === true);
  if (sealed === undefined || inside.length === 0) return;
  const why = sealed.url.startsWith("https:") ? "TLS" : "HTTP/2";
  throw new NetFaultError(
    inside.map(({ kind }) =>
      `Cannot answer "${kind.name}" in the place of ${sealed.url}: requests ` +
      `cannot be seen within ${why}: use an http: endpoint with httpVersion 1, ` +
      "or another fault"
    ),
  );
}

function wayFailure(urls: readonly string[], cause: unknown): unknown {
  if (!isCoreFailure(cause)) return cause;
  const isName = cause.statusName === "HTTP_RESOLVE";
  const what = isName ? "a name does not resolve" : cause.message;
  return new StorageError(`Cannot reach ${urls.join(", ")}: ${what}`, {
    kind: "Unavailable",
    operation: "open",
    cause,
  });
}

class OpenWay implements FaultyWay {
  readonly urls: readonly string[];
  readonly #relay: Relay;
  readonly #faults: readonly NetFault[];
  #last: {
    readonly counts: readonly NetFaultCount[];
    readonly facts: RelayFacts;
  } | undefined;

  constructor(
    relay: Relay,
    faults: readonly NetFault[],
    endpoints: readonly SealedEndpoint[],
  ) {
    this.#relay = relay;
    this.#faults = faults;
    this.urls = endpoints.map(({ url }, index) =>
      `${new URL(url).protocol}//127.0.0.1:${relay.ports[index]}`
    );
  }

  get url(): string {
    return this.urls[0] ?? "";
  }

  arm(isArmed: boolean): void {
    if (this.#last === undefined) this.#relay.arm(isArmed);
  }

  counts(): readonly NetFaultCount[] {
    return this.#last?.counts ?? this.#relay.counts().map((count, index) => ({
      fault: this.#faults[index]?.text ?? "",
      ...count,
    }));
  }

  facts(): RelayFacts {
    return this.#last?.facts ?? this.#relay.facts();
  }

  close(): void {
    if (this.#last !== undefined) return;
    this.#last = { counts: this.counts(), facts: this.facts() };
    this.#relay.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
