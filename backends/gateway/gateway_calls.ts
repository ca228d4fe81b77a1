/**
 * What every call of the backend has in common: a path that leads nowhere else,
 * and a sentence for what goes wrong. Goes in: a key and a request; comes out:
 * what was read of the answer.
 */
import type { HttpResponse } from "../http/http_message.ts";
import { checkKey, quoteKey } from "../key.ts";
import {
  type GatewayClient,
  type GatewayRequest,
  pathOf,
} from "./gateway_client.ts";
import { type GatewayAttempt, gatewayFailure } from "./gateway_failure.ts";

/** Calls below one prefix of one gateway. */
export class GatewayCalls {
  readonly client: GatewayClient;
  readonly #url: string;
  readonly #prefix: string;

  constructor({ url, prefix, client }: {
    readonly url: string;
    /** Empty, or ends with a slash. */
    readonly prefix: string;
    readonly client: GatewayClient;
  }) {
    this.client = client;
    this.#url = url;
    this.#prefix = prefix;
  }

  attempt(operation: string, key: string): GatewayAttempt {
    const url = this.#url;
    const action = `${operation} ${quoteKey(key)} in "${url}"`;
    return { action, operation, url };
  }

  /** Fails with `InvalidKey` for a key that cannot be sent. */
  path({ operation }: GatewayAttempt, key: string): string {
    if (key === "" || !key.isWellFormed()) checkKey(key, operation);
    checkKey(this.#prefix + key, operation);
    return pathOf("objects", this.#prefix + key);
  }

  /** Asks for one object, and hands the answer to `read`. */
  asked<T>(
    attempt: GatewayAttempt,
    { key, ...request }: Omit<GatewayRequest, "target"> & {
      readonly key: string;
    },
    read: (answer: HttpResponse) => T | Promise<T>,
  ): Promise<T> {
    return this.worded(attempt, async () => {
      const target = this.path(attempt, key);
      return await read(await this.client.ask({ ...request, target }));
    });
  }

  /** Runs `body`; what it throws becomes a `StorageError`. */
  async worded<T>(
    attempt: GatewayAttempt,
    body: () => Promise<T>,
  ): Promise<T> {
    try {
      return await body();
    } catch (cause) {
      throw gatewayFailure(attempt, cause);
    }
  }
}
