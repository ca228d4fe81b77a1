/**
 * Tokens for the header `authorization`: the one that was given, or one that a
 * principal gets for its secret and gets anew before it expires. A failure
 * names what to look at and repeats no secret.
 */
import { StorageError } from "../errors.ts";
import type { HttpRequest, HttpResponse } from "../http/http_message.ts";
import type { AzureCredential } from "./azure_settings.ts";
import { azureFailure } from "./azure_failure.ts";

const SCOPE = "https://storage.azure.com/.default";

/** Fetched anew so long before its end, so that none ends under way. */
const MARGIN_MS = 5 * 60_000;

type Principal = Extract<AzureCredential, { readonly kind: "principal" }>;

/** What gives tokens its time and its network. */
export interface TokenPorts {
  readonly nowMs: () => number;
  readonly send: (request: HttpRequest) => Promise<HttpResponse>;
}

/** A token of a principal, kept until shortly before it expires. */
export class PrincipalToken {
  readonly #principal: Principal;
  readonly #ports: TokenPorts;
  #held: { readonly token: string; readonly endMs: number } | undefined;

  constructor(principal: Principal, ports: TokenPorts) {
    this.#principal = principal;
    this.#ports = ports;
  }

  /** The token alone; fails with a `StorageError`. */
  async get(): Promise<string> {
    const now = this.#ports.nowMs();
    if (this.#held !== undefined && now < this.#held.endMs - MARGIN_MS) {
      return this.#held.token;
    }
    const { token, lifeSeconds } = await this.#ask();
    this.#held = { token, endMs: now + lifeSeconds * 1000 };
    return token;
  }

  async #ask(): Promise<{ token: string; lifeSeconds: number }> {
    const { authority } = this.#principal;
    const { status, fields } = await this.#exchange();
    const token = fields.get("access_token");
    const life = Number(fields.get("expires_in"));
    if (status === 200 && typeof token === "string" && life > 0) {
      return { token, lifeSeconds: life };
    }
    throw new StorageError(
      `Cannot get a token from "${authority}": it answers ${status}: look at ` +
        "AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET",
      {
        kind: "PermissionDenied",
        operation: "open",
        transient: status >= 500,
      },
    );
  }

  async #exchange() {
    const { authority } = this.#principal;
    try {
      const response = await this.#ports.send(requestOf(this.#principal));
      const text = await new Response(response.body).text();
      const answer: unknown = text.startsWith("{") ? JSON.parse(text) : {};
      return {
        status: response.status,
        fields: new Map(Object.entries(answer ?? {})),
      };
    } catch (cause) {
      const action = `get a token from "${authority}"`;
      throw azureFailure({ action, operation: "open", url: authority }, cause);
    }
  }
}

function requestOf(principal: Principal): HttpRequest {
  const { tenant, clientId, clientSecret, authority } = principal;
  const url = new URL(
    `${authority}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`,
  );
  const body = new TextEncoder().encode(
    new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret.reveal(),
      scope: SCOPE,
    }).toString(),
  );
  const isTls = url.protocol === "https:";
  return {
    method: "POST",
    isTls,
    host: url.hostname,
    port: url.port === "" ? (isTls ? 443 : 80) : Number(url.port),
    target: url.pathname,
    headers: {
      host: url.host,
      "content-type": "application/x-www-form-urlencoded",
      "content-length": String(body.length),
    },
    body,
  };
}
