/**
 * The Blob endpoint and requests to it, written by hand and authorized by a
 * signature that the official SDK made: the witness is not the code under test.
 */
import {
  AccountSASPermissions,
  generateAccountSASQueryParameters,
  StorageSharedKeyCredential,
} from "@azure/storage-blob";
import {
  AzureEndpoint,
  type AzureEndpointOptions,
} from "../../../../backends/reference/mod.ts";
import { withScratch } from "../../_scratch.ts";

/** What came back, read whole. */
export interface Came {
  readonly status: number;
  /** `x-ms-error-code`; "" for none. */
  readonly code: string;
  readonly headers: Headers;
  readonly text: string;
}

export interface AskOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
  /** Instead of the signature for everything. */
  readonly sas?: string;
}

/** `GET`, and path with query below the account: `/scratch/blob?comp=...`. */
export type Ask = (
  method: string,
  path: string,
  options?: AskOptions,
) => Promise<Came>;

/** Runs `body` over a new endpoint with one container, "scratch". */
export async function withBlobServer(
  body: (ask: Ask, endpoint: AzureEndpoint) => Promise<void>,
  options: Partial<AzureEndpointOptions> = {},
): Promise<void> {
  await withScratch(async (folder) => {
    await using endpoint = await AzureEndpoint.start({ folder, ...options });
    const sas = accountSas(endpoint);
    await body((method, path, asked = {}) => {
      const mark = path.includes("?") ? "&" : "?";
      const signature = asked.sas ?? sas;
      const url = `${endpoint.settings["endpoint"]}${path}${
        signature === "" ? "" : mark + signature
      }`;
      return send(url, method, asked);
    }, endpoint);
  });
}

/** A signature for all that can be done, as the SDK makes it. */
export function accountSas(
  endpoint: AzureEndpoint,
  given: {
    readonly permissions?: string;
    readonly startsOn?: Date;
    readonly expiresOn?: Date;
    readonly resourceTypes?: string;
    readonly services?: string;
  } = {},
): string {
  return generateAccountSASQueryParameters(
    {
      permissions: AccountSASPermissions.parse(given.permissions ?? "rwdlac"),
      resourceTypes: given.resourceTypes ?? "sco",
      services: given.services ?? "b",
      expiresOn: given.expiresOn ?? new Date(Date.now() + 3_600_000),
      ...(given.startsOn === undefined ? {} : { startsOn: given.startsOn }),
    },
    credentialOf(endpoint),
  ).toString();
}

/** The account's key, for the SDK. */
export function credentialOf(
  { settings }: AzureEndpoint,
): StorageSharedKeyCredential {
  return new StorageSharedKeyCredential(
    String(settings["account"]),
    String(settings["accountKey"]),
  );
}

async function send(
  url: string,
  method: string,
  asked: AskOptions,
): Promise<Came> {
  const response = await fetch(url, {
    method,
    headers: { "x-ms-version": "2021-12-02", ...asked.headers },
    redirect: "manual",
    ...(asked.body === undefined ? {} : { body: asked.body }),
  });
  return {
    status: response.status,
    code: response.headers.get("x-ms-error-code") ?? "",
    headers: response.headers,
    text: await response.text(),
  };
}

/** Headers of a Put Blob. */
export const BLOCK_BLOB = { "x-ms-blob-type": "BlockBlob" } as const;

/** Puts a text; fails unless that succeeds. */
export async function putText(
  ask: Ask,
  path: string,
  body: string,
): Promise<Came> {
  const came = await ask("PUT", path, { headers: BLOCK_BLOB, body });
  if (came.status !== 201) throw new Error(came.text);
  return came;
}
