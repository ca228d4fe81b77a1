/**
 * A relay of the core: ports of this host that lead to endpoints, and fail as a
 * plan says. Goes in: endpoints and faults; comes out: ports, and counts of
 * what was passed on and what went wrong.
 */
import { handleIn, handleSlot, type Library } from "./_library.ts";
import { LAYOUTS } from "./layout.ts";
import { StructView } from "./struct_view.ts";

/** One endpoint behind a relay. */
export interface RelayEndpoint {
  /** `host:port`; an IPv6 address in brackets. */
  readonly authority: string;
  /** It speaks TLS: of what passes, only bytes and connections are seen. */
  readonly isSealed: boolean;
}

export interface RelayRequest {
  /** At most 64. */
  readonly endpoints: readonly RelayEndpoint[];
  /** `KIND[:after=N][:every=M][:count=K][:seed=S][:arg=X]`; at most 32. */
  readonly faults: readonly string[];
}

/** How often a fault was asked for, and how often it did something. */
export interface RelayFaultCount {
  readonly hits: number;
  readonly fired: number;
}

/** What went through a relay. */
export interface RelayFacts {
  readonly connections: number;
  /** Sealed endpoints have none that could be counted. */
  readonly requests: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
  /** Connections that the endpoint itself did not take. */
  readonly endpointRefused: number;
}

/**
 * Opens the ports. Fails with POINT or PLAN_TEXT for a fault, HTTP_RESOLVE for
 * an endpoint.
 */
export async function openRelay(
  library: Library,
  request: RelayRequest,
): Promise<CoreRelay> {
  const lines = [
    ...request.endpoints.map(({ authority, isSealed }) =>
      `${isSealed ? "sealed" : "endpoint"}=${authority}`
    ),
    ...request.faults.map((fault) => `fault=${fault}`),
  ];
  const text = library.cStrings([...lines, ""]);
  const failed = new Int32Array([-1]);
  const slot = handleSlot();
  const status = await library.blocking(
    library.symbols.sv_relay_open(text, failed, slot),
    ...[text, failed, slot],
  );
  const refused = lines[failed[0] ?? -1]?.replace(/^\w+=/, "");
  library.must(status, {
    operation: "open a way to",
    ...(refused === undefined ? {} : { subject: refused }),
  });
  return new CoreRelay(library, handleIn(slot), request);
}

/** Ports that are open until `close()`. */
export class CoreRelay implements Disposable {
  /** Of each endpoint, in order. */
  readonly ports: readonly number[];
  readonly #library: Library;
  readonly #faults: readonly string[];
  #handle: Deno.PointerObject | null;

  constructor(
    library: Library,
    handle: Deno.PointerObject,
    request: RelayRequest,
  ) {
    this.#library = library;
    this.#handle = handle;
    this.#faults = request.faults;
    this.ports = request.endpoints.map((_, index) =>
      library.must(library.symbols.sv_relay_port(handle, index), {
        operation: "read a port",
      })
    );
  }

  /**
   * Lets faults happen from now on, or none: then what waits goes on, and dead
   * connections are reset. A relay is opened without; what passes meanwhile
   * counts for no fault.
   */
  arm(isArmed: boolean): void {
    const handle = this.#open("arm a relay");
    this.#library.symbols.sv_relay_arm(handle, isArmed ? 1 : 0);
  }

  /** Of each fault, in order. */
  counts(): RelayFaultCount[] {
    const operation = "count faults";
    const handle = this.#open(operation);
    const view = new StructView(LAYOUTS.sv_fault_state);
    const { symbols } = this.#library;
    return this.#faults.map((subject, index) => {
      const status = symbols.sv_relay_fault(handle, index, view.bytes);
      this.#library.must(status, { operation, subject });
      return { hits: view.number("hits"), fired: view.number("fired") };
    });
  }

  facts(): RelayFacts {
    const handle = this.#open("read a relay");
    const view = new StructView(LAYOUTS.sv_relay_facts);
    this.#library.symbols.sv_relay_facts(handle, view.bytes);
    return {
      connections: view.number("connections"),
      requests: view.number("requests"),
      bytesUp: view.number("bytes_up"),
      bytesDown: view.number("bytes_down"),
      endpointRefused: view.number("endpoint_refused"),
    };
  }

  /** Ends every connection that goes through; harmless when repeated. */
  close(): void {
    if (this.#handle === null) return;
    this.#library.symbols.sv_relay_close(this.#handle);
    this.#handle = null;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #open(operation: string): Deno.PointerObject {
    if (this.#handle !== null) return this.#handle;
    throw this.#library.misuse(operation, "the relay is closed");
  }
}
