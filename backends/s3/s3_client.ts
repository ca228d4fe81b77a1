/**
 * The official SDK, set up for one bucket: no second tries, our own HTTP client
 * below it, and nothing of it loaded before somebody asks for it.
 */
import type { S3Client } from "@aws-sdk/client-s3";
import type { AnswerMark } from "../contract.ts";
import { readAuthority } from "../azure/certificate_file.ts";
import { HttpClient } from "../http/http_client.ts";
import type { HttpStep } from "../http/http_failure.ts";
import type { S3Settings } from "./s3_settings.ts";
import { SdkHandler } from "./sdk_handler.ts";

/** The SDK's module, as it is once loaded. */
export type S3Sdk = typeof import("@aws-sdk/client-s3");

/** One bucket through the SDK. */
export interface S3Connection {
  readonly sdk: S3Sdk;
  readonly client: S3Client;
  /** How the server names itself, once it has answered. */
  server(): string | undefined;
  lastAnswer(): AnswerMark | undefined;
  /** Ends every connection. */
  close(): void;
}

/** Key, secret and token as they are now; `null` for who has none. */
export interface S3Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface ConnectOptions {
  /** Hears of every step of every connection. */
  readonly onStep?: (step: HttpStep) => void;
}

/** Version of the SDK that `deno.json` pins; a test compares the two. */
export const SDK_VERSION = "3.1169.0";

/** Loads the SDK; touches no network. Fails if `caFile` cannot be read. */
export async function connectS3(
  settings: S3Settings,
  options: ConnectOptions = {},
): Promise<S3Connection> {
  const sdk = await import("@aws-sdk/client-s3");
  const ca = await readAuthority(settings);
  const http = new HttpClient({
    ...(ca === undefined ? {} : { caCerts: [ca] }),
    insecure: settings.insecure,
    ...(settings.proxy === undefined
      ? {}
      : { proxy: new URL(settings.proxy.reveal()) }),
    ...(settings.detours === undefined ? {} : { detours: settings.detours }),
    connectTimeoutMs: settings.connectTimeoutMs,
    stallTimeoutMs: settings.stallTimeoutMs,
    requestTimeoutMs: settings.requestTimeoutMs,
    ...(options.onStep === undefined ? {} : { onStep: options.onStep }),
  });
  const handler = new SdkHandler(http);
  const client = new sdk.S3Client({
    endpoint: settings.endpoints[0],
    region: settings.region,
    forcePathStyle: settings.pathStyle,
    // A hidden second try makes false refusals of conditions and hides 503.
    maxAttempts: 1,
    // Stores other than Amazon's refuse what newer SDKs add by themselves.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    expectContinueHeader: false,
    followRegionRedirects: false,
    requestHandler: handler,
    ...credentialConfig(settings),
  });
  return {
    sdk,
    client,
    server: () => handler.server,
    lastAnswer: () => handler.lastAnswer,
    close: () => {
      client.destroy();
      http.close();
    },
  };
}

function credentialConfig({ credential }: S3Settings) {
  switch (credential.kind) {
    case "key": {
      const { accessKeyId, secretAccessKey, sessionToken } = credential;
      return {
        credentials: {
          accessKeyId,
          secretAccessKey: secretAccessKey.reveal(),
          ...(sessionToken === undefined
            ? {}
            : { sessionToken: sessionToken.reveal() }),
        },
      };
    }
    case "anonymous":
      // The SDK has no word for it: it is told not to sign.
      return {
        credentials: { accessKeyId: "", secretAccessKey: "" },
        signer: { sign: <T>(request: T) => Promise.resolve(request) },
      };
    case "chain":
      return credential.profile === undefined
        ? {}
        : { profile: credential.profile };
  }
}

/** The keys to sign with; fails as the SDK does when it finds none. */
export async function currentKeys(
  { client }: S3Connection,
  { credential }: S3Settings,
): Promise<S3Keys | null> {
  if (credential.kind === "anonymous") return null;
  const { accessKeyId, secretAccessKey, sessionToken } = await client.config
    .credentials();
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
}
