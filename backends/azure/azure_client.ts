/**
 * The official SDK, set up for one container: no second tries, our own
 * time-outs, and nothing of it loaded before somebody asks for it.
 */
import type {
  BlockBlobClient,
  ContainerClient,
  HttpAuthorization,
  RequestPolicyFactory,
} from "@azure/storage-blob";
import type { AnswerMark } from "../contract.ts";
import type { AzureSettings } from "./azure_settings.ts";
import { PrincipalToken } from "./bearer_token.ts";
import { blobPath } from "./blob_place.ts";
import { readAuthority } from "./certificate_file.ts";
import { containerSas } from "./container_sas.ts";
import {
  openHttp,
  SdkTransport,
  type SdkTransportOptions,
} from "./sdk_transport.ts";

/** A blob to copy from, as the service itself may read it. */
export interface CopySource {
  /** Holds a signature: never print it. */
  readonly url: string;
  readonly authorization?: HttpAuthorization;
}

/** One container through the SDK. */
export interface AzureClient {
  readonly container: ContainerClient;
  /**
   * The blob of this name, of which the prefix is part. `headers` go with each
   * of its requests and are signed: the SDK has no option for some of them.
   */
  blob(
    name: string,
    headers?: Readonly<Record<string, string>>,
  ): BlockBlobClient;
  copySource(name: string): Promise<CopySource>;
  /** How the server names itself, once it has answered. */
  server(): string | undefined;
  lastAnswer(): AnswerMark | undefined;
  /** What ended the body of a download, by the id of its request. */
  takeBodyFailure(requestId: string): unknown;
  /** The token of the moment; absent where none is sent. */
  readonly token?: () => Promise<string>;
  close(): void;
}

/** Loads the SDK; touches no network. Fails if `caFile` cannot be read. */
export async function openAzureClient(
  settings: AzureSettings,
): Promise<AzureClient> {
  const sdk = await import("@azure/storage-blob");
  const { credential, services: [service] } = settings;
  const reach = await transportOptions(settings);
  const token = tokenSource(settings, reach);
  const http = new SdkTransport({
    ...reach,
    ...(token === undefined
      ? {}
      : { authorization: async () => `Bearer ${await token.get()}` }),
  });
  const signer = credential.kind === "key"
    ? new sdk.StorageSharedKeyCredential(
      service.account,
      credential.accountKey.reveal(),
    )
    : new sdk.AnonymousCredential();
  const makePipeline = () =>
    sdk.newPipeline(signer, {
      httpClient: http,
      // A hidden second try makes false refusals of conditions and hides 503.
      retryOptions: { maxTries: 1 },
      userAgentOptions: { userAgentPrefix: "stor-verify" },
    });
  const pipeline = makePipeline();
  const query = credential.kind === "sas"
    ? `?${credential.sasToken.reveal()}`
    : "";
  const base = `${service.origin}${service.path}/${settings.container}`;
  return {
    container: new sdk.ContainerClient(`${base}${query}`, pipeline),
    blob: (name, headers) => {
      const url = `${base}/${blobPath(name)}${query}`;
      if (headers === undefined) return new sdk.BlockBlobClient(url, pipeline);
      const own = makePipeline();
      own.factories.push(addHeaders(headers));
      return new sdk.BlockBlobClient(url, own);
    },
    copySource: async (name) => {
      const url = `${base}/${blobPath(name)}`;
      if (token !== undefined) {
        const authorization = { scheme: "Bearer", value: await token.get() };
        return { url, authorization };
      }
      const sas = await containerSas(settings);
      return { url: sas === undefined ? url : `${url}?${sas}` };
    },
    server: () => http.server,
    lastAnswer: () => http.lastAnswer,
    takeBodyFailure: (requestId) => http.takeBodyFailure(requestId),
    ...(token === undefined ? {} : { token: () => token.get() }),
    close: () => {
      token?.close();
      http.close();
    },
  };
}

/** A policy of the SDK that runs before the one that signs. */
function addHeaders(
  headers: Readonly<Record<string, string>>,
): RequestPolicyFactory {
  return {
    create: (next) => ({
      sendRequest: (request) => {
        for (const [name, value] of Object.entries(headers)) {
          request.headers.set(name, value);
        }
        return next.sendRequest(request);
      },
    }),
  };
}

/** How the server is reached. Fails if `caFile` cannot be read. */
async function transportOptions(
  settings: AzureSettings,
): Promise<SdkTransportOptions> {
  const ca = await readAuthority(settings);
  const { detours, proxy } = settings;
  return {
    ...(ca === undefined ? {} : { caCertificate: ca }),
    insecure: settings.insecure,
    ...(proxy === undefined ? {} : { proxy: proxy.reveal() }),
    ...(detours === undefined ? {} : { detours }),
    connectTimeoutMs: settings.connectTimeoutMs,
    stallTimeoutMs: settings.stallTimeoutMs,
    requestTimeoutMs: settings.requestTimeoutMs,
  };
}

/** What gives the token of each request; `undefined` if none is sent. */
function tokenSource(
  { credential }: AzureSettings,
  reach: SdkTransportOptions,
): { get(): Promise<string>; close(): void } | undefined {
  if (credential.kind === "bearer") {
    const token = credential.token.reveal();
    return { get: () => Promise.resolve(token), close: () => {} };
  }
  if (credential.kind !== "principal") return undefined;
  const http = openHttp(reach);
  const held = new PrincipalToken(credential, {
    nowMs: Date.now,
    send: (request) => http.send(request),
  });
  return { get: () => held.get(), close: () => http.close() };
}
