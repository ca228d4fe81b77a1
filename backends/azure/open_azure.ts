/** `az://container/prefix`: opens a container, and touches no network. */
import type { Opener } from "../registry.ts";
import { storeFaces } from "../store/store_faces.ts";
import { AzureBackend } from "./azure_backend.ts";
import { openAzureClient } from "./azure_client.ts";
import { readAzureSettings } from "./azure_settings.ts";
import { azureStoreSettings } from "./container_sas.ts";

/** Version of the SDK that `deno.json` pins; a test compares the two. */
export const SDK_VERSION = "12.32.0";

/** Fails with a `TargetsError` for settings that cannot be. */
export const openAzure: Opener = async (target, context) => {
  const settings = readAzureSettings(target, (name) => Deno.env.get(name));
  const { url, prefix } = settings;
  const client = await openAzureClient(settings);
  const faces = storeFaces({
    url,
    core: context.core,
    client: settings.client,
    sdkVersion: `@azure/storage-blob ${SDK_VERSION}`,
    settings: () => azureStoreSettings(settings, client.token),
    // The service takes 50,000 blocks; our own numbers of parts end here.
    partLimits: { partBytesMin: 1, partsMax: 10_000 },
  });
  return new AzureBackend({ url, prefix, client, ...faces });
};
