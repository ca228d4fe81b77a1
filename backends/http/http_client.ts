/**
 * A small HTTP/1.1 client for the control plane of stores. It sends every path
 * as it was signed, never retries, never follows a redirect, bounds every wait
 * and takes a body that is shorter than announced for a failure.
 *
 * Design: the runtime's own clients (`fetch`, `node:http`) resolve `..` in a
 * path, so that `PUT /bucket/%2e%2e/x` becomes `PUT /x`: another bucket. They
 * also take a body without a length that was cut short for a whole one.
 */
import {
  type Authority,
  authorityText,
  dial,
  type DialOptions,
  proxyAuthorization,
} from "./dial.ts";
import { within } from "./deadline.ts";
import { HttpConnection } from "./http_connection.ts";
import { HttpFailure } from "./http_failure.ts";
import type { HttpRequest, HttpResponse } from "./http_message.ts";

export interface HttpClientOptions extends DialOptions {
  /** No byte moves for so long: the exchange failed. 0: no bound. */
  readonly stallTimeoutMs: number;
  /** For a whole exchange up to the head of the answer; 0: no bound. */
  readonly requestTimeoutMs: number;
}

/**
 * A connection idle for longer is not used again: many servers close them
 * after 5 s, and a request that meets the closing would have to be repeated.
 */
const IDLE_MS_MAX = 2000;

interface IdleConnection {
  readonly connection: HttpConnection;
  readonly sinceMs: number;
}

/** Keeps idle connections for reuse; `close()` ends all. */
export class HttpClient {
  readonly #options: HttpClientOptions;
  readonly #idle = new Map<string, IdleConnection[]>();
  readonly #open = new Set<HttpConnection>();
  #isClosed = false;

  constructor(options: HttpClientOptions) {
    this.#options = options;
  }

  /** Fails with an `HttpFailure`; an answer of any status is no failure. */
  async send(request: HttpRequest): Promise<HttpResponse> {
    const connection = this.#reuse(request) ?? await this.#connect(request);
    const { requestTimeoutMs } = this.#options;
    const where = authorityText(request);
    const missing = `${where} did not answer`;
    return await within({
      step: "exchange",
      limitMs: requestTimeoutMs,
      missing,
      giveUp: () => connection.break(timedOut(missing, requestTimeoutMs)),
    }, connection.exchange(this.#dressed(request)));
  }

  close(): void {
    this.#isClosed = true;
    for (const connection of this.#open) connection.close();
    this.#open.clear();
    this.#idle.clear();
  }

  /** Through a proxy a plain request names the whole URL. */
  #dressed(request: HttpRequest): HttpRequest {
    const { proxy } = this.#options;
    if (proxy === undefined || request.isTls) return request;
    const secret = proxyAuthorization(proxy);
    return {
      ...request,
      target: `http://${authorityText(request)}${request.target}`,
      headers: secret === undefined
        ? request.headers
        : { ...request.headers, "proxy-authorization": secret },
    };
  }

  #reuse(to: Authority): HttpConnection | undefined {
    const idle = this.#idle.get(placeOf(to)) ?? [];
    while (idle.length > 0) {
      const last = idle.pop();
      if (last === undefined || !this.#open.has(last.connection)) continue;
      const isFresh = performance.now() - last.sinceMs < IDLE_MS_MAX;
      if (last.connection.wake() && isFresh) return last.connection;
      this.#forget(last.connection);
    }
    return undefined;
  }

  async #connect(to: Authority): Promise<HttpConnection> {
    const stream = await dial(to, this.#options);
    const connection = new HttpConnection({
      stream,
      where: authorityText(to),
      stallTimeoutMs: this.#options.stallTimeoutMs,
      onIdle: (isReusable) =>
        isReusable && !this.#isClosed
          ? this.#keep(to, connection)
          : this.#forget(connection),
    });
    this.#open.add(connection);
    return connection;
  }

  #keep(to: Authority, connection: HttpConnection): void {
    const place = placeOf(to);
    const idle = this.#idle.get(place) ?? [];
    idle.push({ connection, sinceMs: performance.now() });
    this.#idle.set(place, idle);
    connection.rest();
  }

  #forget(connection: HttpConnection): void {
    this.#open.delete(connection);
    connection.close();
  }
}

function placeOf(to: Authority): string {
  return `${to.isTls ? "https" : "http"}://${authorityText(to)}`;
}

function timedOut(missing: string, limitMs: number): HttpFailure {
  return new HttpFailure(`${missing} for ${limitMs} ms`, {
    step: "exchange",
    reason: "timed-out",
  });
}
