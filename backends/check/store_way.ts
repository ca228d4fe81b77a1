/**
 * The way to a store as its settings describe it, in the same form for S3 and
 * Azure, and the words for who asks. No secret is in them: of a key only the
 * last four letters of its name.
 */
import { readAzureSettings } from "../azure/azure_settings.ts";
import {
  gatewayClientSettings,
  readGatewaySettings,
} from "../gateway/gateway_settings.ts";
import type { AzureCredential } from "../azure/azure_settings.ts";
import { connectS3, currentKeys } from "../s3/s3_client.ts";
import { s3Failure } from "../s3/s3_failure.ts";
import { readS3Settings, type S3Settings } from "../s3/s3_settings.ts";
import { PROVIDER_FACTS, PROVIDERS } from "../targets/providers.ts";
import type { Target } from "../targets/target.ts";
import type { Reach } from "./reach_endpoint.ts";

export interface StoreWay {
  readonly reach: Reach;
  /** What else is decided: region, style, quirks of the provider. */
  readonly about: readonly string[];
  /** Says who asks; fails with a `StorageError` when nobody can. */
  readonly credential: () => Promise<string>;
}

type Environment = (name: string) => string | undefined;

/** `null` for what is no store; fails with a `TargetsError`. */
export function readStoreWay(
  target: Target,
  env: Environment,
): StoreWay | null {
  const { scheme } = target.url;
  if (scheme === "s3") return s3Way(target, env);
  if (scheme === "gateway") return gatewayWay(target);
  return scheme === "az" ? azureWay(target, env) : null;
}

function s3Way(target: Target, env: Environment): StoreWay {
  const settings = readS3Settings(target, env);
  const { caFile, proxy, region, pathStyle } = settings;
  return {
    reach: {
      url: settings.url,
      endpoints: settings.endpoints,
      insecure: settings.insecure,
      connectTimeoutMs: settings.connectTimeoutMs,
      ...(caFile === undefined ? {} : { caFile }),
      ...(proxy === undefined ? {} : { proxy: proxy.reveal() }),
      ...(target.detours === undefined ? {} : { detours: target.detours }),
    },
    about: [
      `region ${region}`,
      `bucket in the ${pathStyle ? "path" : "host"}`,
      ...quirksOf(target),
    ],
    credential: () => s3Credential(settings),
  };
}

async function s3Credential(settings: S3Settings): Promise<string> {
  const { bucket, credential, region, url } = settings;
  if (credential.kind === "anonymous") return "anonymous";
  const connection = await connectS3(settings);
  try {
    const keys = await currentKeys(connection, settings);
    const from = credential.kind === "key"
      ? "of the settings or the provider's variables"
      : credential.profile === undefined
      ? "found by the SDK"
      : `of profile "${credential.profile}"`;
    const token = keys?.sessionToken === undefined ? "" : " with a token";
    return `access key ...${keys?.accessKeyId.slice(-4)}${token}, ${from}`;
  } catch (cause) {
    const attempt = { action: `sign for "${url}"`, operation: "open" };
    const nowMs = Date.now();
    throw s3Failure({ ...attempt, url, bucket, region, nowMs }, cause);
  } finally {
    connection.close();
  }
}

const AZURE_WORDS: Readonly<Record<AzureCredential["kind"], string>> = {
  key: "a shared key",
  sas: "a shared access signature",
  bearer: "a token",
  principal: "a service principal",
  anonymous: "anonymous",
};

function azureWay(target: Target, env: Environment): StoreWay {
  const settings = readAzureSettings(target, env);
  const { caFile, credential, proxy, services } = settings;
  return {
    reach: {
      url: settings.url,
      endpoints: services.map(({ origin }) => origin),
      insecure: settings.insecure,
      connectTimeoutMs: settings.connectTimeoutMs,
      ...(caFile === undefined ? {} : { caFile }),
      ...(proxy === undefined ? {} : { proxy: proxy.reveal() }),
      ...(target.detours === undefined ? {} : { detours: target.detours }),
    },
    about: [`account ${services[0].account}`, ...quirksOf(target)],
    credential: () => Promise.resolve(AZURE_WORDS[credential.kind]),
  };
}

function gatewayWay(target: Target): StoreWay {
  const settings = readGatewaySettings(target);
  const { endpoints } = gatewayClientSettings(settings);
  const { chunkServers, connectTimeoutMs, detours, url } = settings;
  return {
    reach: {
      ...{ url, endpoints, connectTimeoutMs, insecure: false },
      ...(detours !== undefined && { detours }),
    },
    about: [
      chunkServers.length === 0
        ? "chunk servers as /health tells them"
        : `chunk servers ${chunkServers.join(", ")}`,
    ],
    credential: () => Promise.resolve("none is asked for"),
  };
}

function quirksOf({ settings }: Target): readonly string[] {
  const provider = PROVIDERS.find((one) => one === settings["provider"]);
  return provider === undefined ? [] : PROVIDER_FACTS[provider].quirks;
}
