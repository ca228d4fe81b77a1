/** `az://container/prefix`: opens a container, and touches no network. */
import type { Opener } from "../registry.ts";
import { nativeStoreFace } from "../store/native_face.ts";
import { AzureBackend } from "./azure_backend.ts";
import { openAzureClient } from "./azure_client.ts";
import { readAzureSettings } from "./azure_settings.ts";
import { azureStoreSettings } from "./container_sas.ts";

/** Fails with a `TargetsError` for settings that cannot be. */
export const openAzure: Opener = async (target, context) => {
  const settings = readAzureSettings(target, (name) => Deno.env.get(name));
  const { url, prefix } = settings;
  const client = await openAzureClient(settings);
  const faces = nativeStoreFace({
    url,
    core: context.core,
    settings: () => azureStoreSettings(settings, client.token),
  });
  return new AzureBackend({ url, prefix, client, ...faces });
};
