/**
 * The official SDK, set up for one container: no second tries, our own
 * time-outs, and nothing of it loaded before somebody asks for it.
 */
import type {
  BlockBlobClient,
  ContainerClient,
  HttpAuthorization,
} from "@azure/storage-blob";
import type { AzureSettings } from "./azure_settings.ts";
import { PrincipalToken } from "./bearer_token.ts";
import { blobPath } from "./blob_place.ts";
import { readAuthority } from "./certificate_file.ts";
import { containerSas } from "./container_sas.ts";
import { FetchClient } from "./fetch_client.ts";

/** A blob to copy from, as the service itself may read it. */
export interface CopySource {
  /** Holds a signature: never print it. */
  readonly url: string;
  readonly authorization?: HttpAuthorization;
}

/** One container through the SDK. */
export interface AzureClient {
  readonly container: ContainerClient;
  /** The blob of this name; the prefix is part of it. */
  blob(name: string): BlockBlobClient;
  copySource(name: string): Promise<CopySource>;
  close(): void;
}

/** Loads the SDK; touches no network. Fails if `caFile` cannot be read. */
export async function openAzureClient(
  settings: AzureSettings,
): Promise<AzureClient> {
  const sdk = await import("@azure/storage-blob");
  const { credential, services: [service] } = settings;
  const token = tokenSource(settings);
  const ca = await readAuthority(settings);
  const http = new FetchClient({
    ...(ca === undefined ? {} : { caCertificate: ca }),
    ...(settings.proxy === undefined ? {} : { proxy: settings.proxy }),
    connectTimeoutMs: settings.connectTimeoutMs,
    stallTimeoutMs: settings.stallTimeoutMs,
    requestTimeoutMs: settings.requestTimeoutMs,
    ...(token === undefined
      ? {}
      : { authorization: async () => `Bearer ${await token()}` }),
  });
  const signer = credential.kind === "key"
    ? new sdk.StorageSharedKeyCredential(
      service.account,
      credential.accountKey.reveal(),
    )
    : new sdk.AnonymousCredential();
  const pipeline = sdk.newPipeline(signer, {
    httpClient: http,
    // A hidden second try makes false refusals of conditions and hides 503.
    retryOptions: { maxTries: 1 },
    userAgentOptions: { userAgentPrefix: "stor-verify" },
  });
  const query = credential.kind === "sas"
    ? `?${credential.sasToken.reveal()}`
    : "";
  const base = `${service.origin}${service.path}/${settings.container}`;
  return {
    container: new sdk.ContainerClient(`${base}${query}`, pipeline),
    blob: (name) =>
      new sdk.BlockBlobClient(`${base}/${blobPath(name)}${query}`, pipeline),
    copySource: async (name) => {
      const url = `${base}/${blobPath(name)}`;
      if (token !== undefined) {
        const authorization = { scheme: "Bearer", value: await token() };
        return { url, authorization };
      }
      const sas = await containerSas(settings);
      return { url: sas === undefined ? url : `${url}?${sas}` };
    },
    close: () => http.close(),
  };
}

/** What gives the token of each request; `undefined` if none is sent. */
export function tokenSource(
  { credential }: AzureSettings,
): (() => Promise<string>) | undefined {
  if (credential.kind === "bearer") {
    return () => Promise.resolve(credential.token.reveal());
  }
  if (credential.kind !== "principal") return undefined;
  const held = new PrincipalToken(credential);
  return () => held.get();
}
