/**
 * What the native lanes get in place of a key: a shared access signature for
 * the one container, and the settings of the store made with it. A lane then
 * signs nothing, and holds no right over the rest of the account.
 */
import type { StoreSettings } from "../../ffi/mod.ts";
import type { AzureSettings } from "./azure_settings.ts";

/** Clocks differ: a signature that begins now is refused by some. */
const EARLY_MS = 15 * 60_000;

/** Longer than any load; a longer one would outlive the reason for it. */
const LIFE_MS = 7 * 24 * 60 * 60_000;

/**
 * Query text without "?". Of a key: made now, good for 7 days, to read, add,
 * create, write, delete and list. A given one as it is; `undefined` for none.
 */
export async function containerSas(
  settings: AzureSettings,
  nowMs = Date.now(),
): Promise<string | undefined> {
  const { credential, container, services: [service] } = settings;
  if (credential.kind === "sas") return credential.sasToken.reveal();
  if (credential.kind !== "key") return undefined;
  const {
    ContainerSASPermissions,
    generateBlobSASQueryParameters,
    StorageSharedKeyCredential,
  } = await import("@azure/storage-blob");
  return generateBlobSASQueryParameters(
    {
      containerName: container,
      permissions: ContainerSASPermissions.parse("racwdl"),
      startsOn: new Date(nowMs - EARLY_MS),
      expiresOn: new Date(nowMs + LIFE_MS),
    },
    new StorageSharedKeyCredential(
      service.account,
      credential.accountKey.reveal(),
    ),
  ).toString();
}

/** The container as the core takes it. `token` is that of the moment. */
export async function azureStoreSettings(
  settings: AzureSettings,
  token?: () => Promise<string>,
): Promise<StoreSettings> {
  const { services: [service], container } = settings;
  const sas = await containerSas(settings);
  const bearer = await token?.();
  const isPathStyle = service.path !== "";
  return {
    kind: "az",
    endpoints: settings.services.map(({ origin }) => origin),
    bucket: isPathStyle ? `${service.path.slice(1)}/${container}` : container,
    prefix: settings.prefix,
    pathStyle: isPathStyle,
    ...(sas === undefined ? {} : { sas }),
    ...(bearer === undefined ? {} : { bearer }),
    ...(settings.caFile === undefined ? {} : { caFile: settings.caFile }),
    insecure: settings.insecure,
    ...(settings.proxy === undefined ? {} : { proxy: settings.proxy.reveal() }),
    ...(settings.detours === undefined ? {} : { detours: settings.detours }),
    connectTimeoutMs: settings.connectTimeoutMs,
    stallTimeoutMs: settings.stallTimeoutMs,
    ...(settings.requestTimeoutMs === 0
      ? {}
      : { requestTimeoutMs: settings.requestTimeoutMs }),
    checksum: settings.checksum,
    httpVersion: settings.httpVersion,
  };
}
