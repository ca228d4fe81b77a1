/**
 * What a target's settings and the environment say about a bucket: where it is
 * and who asks. Pure: the environment is handed in. All mistakes come at once,
 * in one `TargetsError`.
 *
 * Precedence: a setting; the variables of the target's `provider`; for the
 * region `AWS_REGION` and `AWS_DEFAULT_REGION`; the provider's own default. Who
 * has no key by then is looked for by the SDK's chain: environment, profile,
 * web identity, container, instance.
 */
import type { Detour } from "../../ffi/mod.ts";
import { httpVersionMistake } from "../store/http_version_mistake.ts";
import {
  type Provider,
  PROVIDER_FACTS,
  type ProviderFacts,
  PROVIDERS,
} from "../targets/providers.ts";
import { Secret } from "../targets/secret.ts";
import type { Target } from "../targets/target.ts";
import { TargetsError } from "../targets/targets_error.ts";

/** Who asks. `chain`: whomever the SDK finds. */
export type S3Credential =
  | {
    readonly kind: "key";
    readonly accessKeyId: string;
    readonly secretAccessKey: Secret;
    readonly sessionToken?: Secret;
  }
  | { readonly kind: "chain"; readonly profile?: string }
  | { readonly kind: "anonymous" };

/** How the bodies of puts are checked on their way. */
export type S3Checksum = "none" | "crc32c" | "crc64nvme";

/** A bucket, whole: nothing else is asked for later but a chained credential. */
export interface S3Settings {
  readonly url: string;
  readonly bucket: string;
  /** Empty, or ends with a slash. */
  readonly prefix: string;
  /** Of one service; the first is used where only one can be. */
  readonly endpoints: readonly [string, ...string[]];
  readonly region: string;
  readonly pathStyle: boolean;
  readonly credential: S3Credential;
  readonly caFile?: string;
  readonly insecure: boolean;
  readonly proxy?: Secret;
  readonly detours?: readonly Detour[];
  readonly connectTimeoutMs: number;
  readonly stallTimeoutMs: number;
  /** 0: none. */
  readonly requestTimeoutMs: number;
  readonly checksum: S3Checksum;
  readonly client: "libcurl" | "sdk";
  readonly httpVersion: 1 | 2;
}

/** The value of a variable, as the process was started with it. */
export type Environment = (name: string) => string | undefined;

/** Fails with a `TargetsError` that names every mistake and no secret. */
export function readS3Settings(target: Target, env: Environment): S3Settings {
  const { url } = target;
  if (url.scheme !== "s3") {
    throw new TargetsError([`Cannot use "${url.text}" as an S3 target`]);
  }
  const read = new SettingReader(target, env);
  const facts = providerFacts(read);
  const region = read.text("region") ?? read.variable(facts.regionFrom) ??
    read.variable(["AWS_REGION", "AWS_DEFAULT_REGION"]) ?? facts.region ??
    "us-east-1";
  const endpoints = readEndpoints(read, facts, region);
  const credential = readCredential(read, facts);
  const proxy = read.secret("proxy");
  if (proxy !== undefined) checkProxy(read, proxy.reveal());
  const version = httpVersionMistake(read.count("httpVersion"), endpoints);
  if (version !== null) read.mistakes.push(version);
  const [first, ...others] = endpoints;
  if (read.mistakes.length > 0 || first === undefined) {
    throw new TargetsError(
      read.mistakes.map((one) => `Cannot open "${url.text}": ${one}`),
    );
  }
  const caFile = read.text("caFile");
  return {
    url: url.text,
    bucket: url.container,
    prefix: url.prefix,
    endpoints: [first, ...others],
    region,
    pathStyle: read.flag("pathStyle") ??
      needsPathStyle(first, url.container, facts),
    credential,
    ...(caFile === undefined ? {} : { caFile }),
    insecure: read.flag("insecure") ?? false,
    ...(proxy === undefined ? {} : { proxy }),
    ...(target.detours === undefined ? {} : { detours: target.detours }),
    connectTimeoutMs: read.count("connectTimeoutMs") ?? 10_000,
    stallTimeoutMs: read.count("stallTimeoutMs") ?? 30_000,
    requestTimeoutMs: read.count("requestTimeoutMs") ?? 0,
    checksum: readChecksum(read.text("checksum")),
    client: read.text("client") === "sdk" ? "sdk" : "libcurl",
    httpVersion: read.count("httpVersion") === 2 ? 2 : 1,
  };
}

function providerFacts(read: SettingReader): ProviderFacts {
  const named = read.text("provider");
  const provider: Provider = PROVIDERS.find((one) => one === named) ?? "aws";
  const facts = PROVIDER_FACTS[provider];
  if (facts.scheme === "s3") return facts;
  const others = PROVIDERS.filter((one) => PROVIDER_FACTS[one].scheme === "s3");
  read.mistakes.push(
    `the provider "${provider}" has ${facts.scheme}: URLs; those of s3: are ` +
      others.join(", "),
  );
  return PROVIDER_FACTS.aws;
}

function readEndpoints(
  read: SettingReader,
  facts: ProviderFacts,
  region: string,
): string[] {
  const written = read.text("endpoint") ?? facts.endpoint?.(region) ?? "";
  const endpoints: string[] = [];
  for (const text of written.split(/[,\s]+/).filter((one) => one !== "")) {
    const endpoint = plainEndpoint(text);
    if (endpoint !== undefined) endpoints.push(endpoint);
    else {
      read.mistakes.push(
        `the endpoint "${text.replace(/\/\/[^/]*@/, "//***@")}" is no URL of ` +
          "a service: write https://host or http://host:port, without a path",
      );
    }
  }
  return endpoints;
}

/** Scheme, host and port; `undefined` for what has more, or is no URL. */
function plainEndpoint(text: string): string | undefined {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return undefined;
  }
  const isPlain = /^https?:$/.test(url.protocol) && url.pathname === "/" &&
    url.search === "" && url.username === "" && url.password === "";
  return isPlain ? url.origin : undefined;
}

/** Addresses have no names below them, and a dot makes a wildcard fail. */
function needsPathStyle(
  endpoint: string,
  bucket: string,
  facts: ProviderFacts,
): boolean {
  const { hostname, protocol } = new URL(endpoint);
  return facts.pathStyle || hostname === "localhost" ||
    hostname.startsWith("[") || /^[\d.]+$/.test(hostname) ||
    (protocol === "https:" && bucket.includes("."));
}

function readCredential(
  read: SettingReader,
  facts: ProviderFacts,
): S3Credential {
  if (read.flag("anonymous") === true) return { kind: "anonymous" };
  const accessKeyId = read.text("accessKeyId");
  const secretAccessKey = read.secret("secretAccessKey");
  const sessionToken = read.secret("sessionToken");
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    read.mistakes.push(
      "accessKeyId and secretAccessKey belong together: set both or none",
    );
  }
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    return {
      kind: "key",
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    };
  }
  const profile = read.text("profile");
  if (profile !== undefined) return { kind: "chain", profile };
  for (const [id, secret] of facts.keysFrom) {
    const [foundId, foundSecret] = [
      read.variable([id]),
      read.variable([secret]),
    ];
    if (foundId !== undefined && foundSecret !== undefined) {
      return {
        kind: "key",
        accessKeyId: foundId,
        secretAccessKey: new Secret(foundSecret),
      };
    }
  }
  return { kind: "chain" };
}

function checkProxy(read: SettingReader, proxy: string): void {
  if (read.flag("insecure") === true) {
    read.mistakes.push(
      "insecure has no effect behind a proxy: name the authority in caFile",
    );
  }
  try {
    if (new URL(proxy).protocol === "http:") return;
  } catch {
    // It is told like a proxy of another scheme.
  }
  read.mistakes.push("the proxy must be http://[user:password@]host:port");
}

function readChecksum(text: string | undefined): S3Checksum {
  return text === "crc32c" || text === "crc64nvme" ? text : "none";
}

/** Settings by their kind; collects what is wrong with them. */
class SettingReader {
  readonly mistakes: string[] = [];
  readonly #settings: Target["settings"];
  readonly #env: Environment;

  constructor(target: Target, env: Environment) {
    this.#settings = target.settings;
    this.#env = env;
  }

  text(name: string): string | undefined {
    const value = this.#settings[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  }
  secret(name: string): Secret | undefined {
    const value = this.#settings[name];
    if (value instanceof Secret) {
      return value.reveal() === "" ? undefined : value;
    }
    const text = this.text(name);
    return text === undefined ? undefined : new Secret(text);
  }
  flag(name: string): boolean | undefined {
    const value = this.#settings[name];
    return typeof value === "boolean" ? value : undefined;
  }
  count(name: string): number | undefined {
    const value = this.#settings[name];
    return typeof value === "number" ? value : undefined;
  }
  /** The first of these variables that is set. */
  variable(names: readonly string[]): string | undefined {
    return names.map(this.#env).find((value) => value);
  }
}
