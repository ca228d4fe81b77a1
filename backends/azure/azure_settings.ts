/**
 * What a target's settings and the environment say about a container: where
 * it is and who asks. Pure: the environment is handed in. All mistakes come
 * at once, in one `TargetsError`.
 *
 * Precedence: a setting, then the setting `connectionString`, then the
 * variable `AZURE_STORAGE_CONNECTION_STRING` if neither account nor endpoint is
 * set, then the variables of one value.
 * Of credentials, a key goes before a signature, and that before a token.
 */
import type { Detour, StoreChecksum } from "../../ffi/mod.ts";
import { httpVersionMistake } from "../store/http_version_mistake.ts";
import { Secret } from "../targets/secret.ts";
import type { Target } from "../targets/target.ts";
import { TargetsError } from "../targets/targets_error.ts";
import { isLoopback, parseService, type ServicePlace } from "./blob_place.ts";
import { parseConnectionString } from "./connection_string.ts";

/** Who asks. A token that is fetched anew is a principal's. */
export type AzureCredential =
  | { readonly kind: "key"; readonly accountKey: Secret }
  | { readonly kind: "sas"; readonly sasToken: Secret }
  | { readonly kind: "bearer"; readonly token: Secret }
  | {
    readonly kind: "principal";
    readonly tenant: string;
    readonly clientId: string;
    readonly clientSecret: Secret;
    /** Origin of the service that gives tokens. */
    readonly authority: string;
  }
  | { readonly kind: "anonymous" };

/** A container, whole: nothing else is asked for later. */
export interface AzureSettings {
  readonly url: string;
  readonly container: string;
  readonly prefix: string;
  /** All of one account; the first is used where only one can be. */
  readonly services: readonly [ServicePlace, ...ServicePlace[]];
  readonly credential: AzureCredential;
  readonly caFile?: string;
  readonly insecure: boolean;
  /** May hold a password. */
  readonly proxy?: Secret;
  readonly detours?: readonly Detour[];
  readonly connectTimeoutMs: number;
  readonly stallTimeoutMs: number;
  /** 0: none. */
  readonly requestTimeoutMs: number;
  /** Of what lanes put; the SDK's own puts go with none. */
  readonly checksum: StoreChecksum;
  readonly client: "libcurl" | "sdk";
  readonly httpVersion: 1 | 2;
}

/** The value of a variable, as the process was started with it. */
export type Environment = (name: string) => string | undefined;

const AUTHORITY = "https://login.microsoftonline.com";

/** Fails with a `TargetsError` that names every mistake and no secret. */
export function readAzureSettings(
  target: Target,
  env: Environment,
): AzureSettings {
  const { url } = target;
  if (url.scheme !== "az") {
    throw new TargetsError([`Cannot use "${url.text}" as an Azure target`]);
  }
  const mistakes: string[] = [];
  const read = new SettingReader(target, env);
  const account = read.text("account") ?? read.linked.account ??
    read.variable("AZURE_STORAGE_ACCOUNT");
  const services = readServices(read, account, mistakes);
  const credential = readCredential(read);
  if (credential === undefined) {
    mistakes.push(
      `Cannot open "${url.text}": there is no credential: set accountKey, ` +
        "sasToken, connectionString or bearerToken, or anonymous: true, or " +
        "export AZURE_STORAGE_KEY, AZURE_STORAGE_SAS_TOKEN or " +
        "AZURE_STORAGE_CONNECTION_STRING",
    );
  } else if (credential.kind !== "anonymous") {
    const origins = services.map(({ origin }) => origin);
    const { kind } = credential;
    if (kind === "principal") origins.push(credential.authority);
    mistakes.push(...listenedTo(url.text, origins));
    if (kind === "key" && !isBase64(credential.accountKey.reveal())) {
      mistakes.push(
        `Cannot open "${url.text}": the account's key is not base64, so it is ` +
          "not the whole key: copy it again",
      );
    }
  }
  const version = httpVersionMistake(
    read.count("httpVersion"),
    services.map(({ origin }) => origin),
  );
  if (version !== null) mistakes.push(`Cannot open "${url.text}": ${version}`);
  const checksum = readChecksum(read, mistakes);
  const [first, ...others] = services;
  if (mistakes.length > 0 || !first || credential === undefined) {
    throw new TargetsError(mistakes);
  }
  const caFile = read.text("caFile");
  const proxy = read.secret("proxy");
  return {
    url: url.text,
    container: url.container,
    prefix: url.prefix,
    services: [first, ...others],
    credential,
    ...(caFile === undefined ? {} : { caFile }),
    insecure: read.flag("insecure"),
    ...(proxy === undefined ? {} : { proxy: new Secret(proxy) }),
    ...(target.detours === undefined ? {} : { detours: target.detours }),
    connectTimeoutMs: read.count("connectTimeoutMs") ?? 10_000,
    stallTimeoutMs: read.count("stallTimeoutMs") ?? 30_000,
    requestTimeoutMs: read.count("requestTimeoutMs") ?? 0,
    checksum,
    client: read.text("client") === "sdk" ? "sdk" : "libcurl",
    httpVersion: read.count("httpVersion") === 2 ? 2 : 1,
  };
}

/** The service knows MD5 and one CRC64, which is that of NVMe backwards. */
function readChecksum(
  read: SettingReader,
  mistakes: string[],
): StoreChecksum {
  const text = read.text("checksum") ?? "none";
  if (text === "crc64nvme") {
    if (read.text("client") === "sdk") {
      mistakes.push(
        `Cannot open "${read.url}": lanes of the SDK send no crc64nvme: set ` +
          "client to libcurl, or checksum to none",
      );
    }
    return text;
  }
  if (text !== "none") {
    mistakes.push(
      `Cannot open "${read.url}": Azure checks no ${text}: set checksum to ` +
        "crc64nvme or none",
    );
  }
  return "none";
}

function readServices(
  read: SettingReader,
  account: string | undefined,
  mistakes: string[],
): ServicePlace[] {
  const written = read.text("endpoint") ?? read.linked.endpoint ??
    (account && `https://${account}.blob.core.windows.net`);
  if (!written) {
    mistakes.push(
      `Cannot open "${read.url}": nobody says which account: set account or ` +
        "endpoint, or export AZURE_STORAGE_ACCOUNT",
    );
    return [];
  }
  const services: ServicePlace[] = [];
  for (const text of written.split(/[,\s]+/).filter((one) => one !== "")) {
    const service = parseService(text, account);
    if (service !== undefined) {
      services.push(service);
      continue;
    }
    mistakes.push(
      `Cannot open "${read.url}": the endpoint "${
        text.replace(/\?.*/s, "")
      }" ` +
        "is none of this account: write https://ACCOUNT.blob.core.windows.net " +
        "or http://127.0.0.1:10000/ACCOUNT",
    );
  }
  return services;
}

function readCredential(read: SettingReader): AzureCredential | undefined {
  if (read.flag("anonymous")) return { kind: "anonymous" };
  const { linked } = read;
  const key = read.secret("accountKey") ?? linked.accountKey ??
    (read.secret("sasToken") === undefined && linked.sasToken === undefined
      ? read.variable("AZURE_STORAGE_KEY")
      : undefined);
  if (key !== undefined) return { kind: "key", accountKey: new Secret(key) };
  const sas = read.secret("sasToken") ?? linked.sasToken ??
    read.variable("AZURE_STORAGE_SAS_TOKEN");
  if (sas !== undefined) {
    return { kind: "sas", sasToken: new Secret(sas.replace(/^\?/, "")) };
  }
  const token = read.secret("bearerToken") ??
    read.variable("AZURE_STORAGE_BEARER_TOKEN");
  if (token !== undefined) return { kind: "bearer", token: new Secret(token) };
  const tenant = read.variable("AZURE_TENANT_ID");
  const clientId = read.variable("AZURE_CLIENT_ID");
  const clientSecret = read.variable("AZURE_CLIENT_SECRET");
  if (!tenant || !clientId || !clientSecret) return undefined;
  return {
    kind: "principal",
    tenant,
    clientId,
    clientSecret: new Secret(clientSecret),
    authority: read.variable("AZURE_AUTHORITY_HOST")?.replace(/\/$/, "") ??
      AUTHORITY,
  };
}

function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0;
}

/** Mistakes of places that would get a credential in the open. */
function listenedTo(url: string, origins: readonly string[]): string[] {
  return origins.filter((origin) =>
    !origin.startsWith("https:") && !isLoopback(origin)
  ).map((origin) =>
    `Cannot open "${url}": "${origin}" would carry the credential in the ` +
    "open: use https, or an address of this host"
  );
}

/** Settings by their kind, and what the connection string adds to them. */
class SettingReader {
  readonly url: string;
  readonly linked: ReturnType<typeof parseConnectionString>;
  readonly #settings: Target["settings"];
  readonly #env: Environment;

  constructor(target: Target, env: Environment) {
    this.url = target.url.text;
    this.#settings = target.settings;
    this.#env = env;
    // That of the environment may be of another account than the target's.
    const isNamed = ["endpoint", "account"].some((name) => this.text(name));
    const text = this.secret("connectionString") ??
      (isNamed ? undefined : this.variable("AZURE_STORAGE_CONNECTION_STRING"));
    this.linked = text === undefined ? {} : parseConnectionString(text);
  }

  text(name: string): string | undefined {
    const value = this.#settings[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  }
  secret(name: string): string | undefined {
    const value = this.#settings[name];
    const text = value instanceof Secret ? value.reveal() : this.text(name);
    return text === "" ? undefined : text;
  }
  flag(name: string): boolean {
    return this.#settings[name] === true;
  }
  count(name: string): number | undefined {
    const value = this.#settings[name];
    return typeof value === "number" ? value : undefined;
  }
  variable(name: string): string | undefined {
    const value = this.#env(name);
    return value === "" ? undefined : value;
  }
}
