/** The az backend over the reference endpoint, for as long as one test. */
import type { Backend } from "../../../backends/mod.ts";
import { AzureBackend } from "../../../backends/azure/azure_backend.ts";
import {
  type AzureClient,
  openAzureClient,
} from "../../../backends/azure/azure_client.ts";
import {
  type AzureSettings,
  readAzureSettings,
} from "../../../backends/azure/azure_settings.ts";
import { parseUrl } from "../../../backends/url.ts";
import { Secret, type SettingValue } from "../../../backends/mod.ts";
import {
  AzureEndpoint,
  type AzureEndpointOptions,
} from "../../../backends/reference/mod.ts";
import { withScratch } from "../_scratch.ts";

/** What a test of the backend gets. */
export interface OverReference {
  readonly endpoint: AzureEndpoint;
  readonly backend: Backend;
  readonly client: AzureClient;
  readonly settings: AzureSettings;
}

/** Another backend of the same endpoint. */
export type OpenOther = (
  settings: Readonly<Record<string, SettingValue>>,
  url?: string,
) => Promise<Omit<OverReference, "endpoint">>;

/** Runs `body` over a new endpoint, below the prefix "p/" of its container. */
export async function withAzure(
  body: (over: OverReference, open: OpenOther) => Promise<void>,
  options: Partial<AzureEndpointOptions> = {},
): Promise<void> {
  await withScratch(async (folder) => {
    await using endpoint = await AzureEndpoint.start({ folder, ...options });
    const opened: Backend[] = [];
    const open: OpenOther = async (given, url) => {
      const other = await openOver(given, url ?? `${endpoint.targetUrl}/p`);
      opened.push(other.backend);
      return other;
    };
    try {
      const over = await open(targetSettings(endpoint));
      await body({ endpoint, ...over }, open);
    } finally {
      for (const backend of opened) await backend.close();
    }
  });
}

/** Settings as a targets file gives them. */
export function targetSettings(
  endpoint: AzureEndpoint,
): Record<string, SettingValue> {
  const { accountKey, ...plain } = endpoint.settings;
  return { ...plain, accountKey: new Secret(String(accountKey)) };
}

async function openOver(
  given: Readonly<Record<string, SettingValue>>,
  text: string,
): Promise<Omit<OverReference, "endpoint">> {
  const target = { name: "az", url: parseUrl(text), settings: given };
  const settings = readAzureSettings(target, () => undefined);
  const client = await openAzureClient(settings);
  const { url, prefix } = settings;
  return {
    settings,
    client,
    backend: new AzureBackend({ url, prefix, client }),
  };
}

/** Bytes of a text. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
