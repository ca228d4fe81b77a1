/**
 * Tokens for the header `authorization`: the one that was given, or one that a
 * principal gets for its secret and gets anew before it expires. A failure
 * names what to look at and repeats no secret.
 */
import { StorageError } from "../errors.ts";
import type { AzureCredential } from "./azure_settings.ts";
import { fetchMeaning } from "./fetch_failure.ts";

const SCOPE = "https://storage.azure.com/.default";

/** Fetched anew so long before its end, so that none ends under way. */
const MARGIN_MS = 5 * 60_000;

type Principal = Extract<AzureCredential, { readonly kind: "principal" }>;

/** What gives tokens its time and its network. */
export interface TokenPorts {
  readonly nowMs: () => number;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

/** A token of a principal, kept until shortly before it expires. */
export class PrincipalToken {
  readonly #principal: Principal;
  readonly #ports: TokenPorts;
  #held: { readonly token: string; readonly endMs: number } | undefined;

  constructor(
    principal: Principal,
    ports: TokenPorts = { nowMs: Date.now, fetch },
  ) {
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
    const { tenant, clientId, clientSecret, authority } = this.#principal;
    const url = `${authority}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`;
    const body = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret.reveal(),
      scope: SCOPE,
    });
    let response: Response;
    let answer: unknown;
    try {
      response = await this.#ports.fetch(url, { method: "POST", body });
      answer = await response.json();
    } catch (cause) {
      const { kind, reason, transient } = fetchMeaning(cause);
      throw tokenFailure({ authority, kind, reason, transient });
    }
    const fields = new Map(Object.entries(answer ?? {}));
    const token = fields.get("access_token");
    const life = Number(fields.get("expires_in"));
    if (response.ok && typeof token === "string" && life > 0) {
      return { token, lifeSeconds: life };
    }
    throw tokenFailure({
      authority,
      kind: "PermissionDenied",
      reason: `it answers ${response.status}: look at AZURE_TENANT_ID, ` +
        "AZURE_CLIENT_ID and AZURE_CLIENT_SECRET",
      transient: response.status >= 500,
    });
  }
}

function tokenFailure(options: {
  readonly authority: string;
  readonly kind: StorageError["kind"];
  readonly reason: string;
  readonly transient: boolean;
}): StorageError {
  const { authority, kind, reason, transient } = options;
  return new StorageError(
    `Cannot get a token from "${authority}": ${reason}`,
    { kind, operation: "open", transient },
  );
}
