/** Which settings a target may have, by the scheme of its URL. */
import type { Scheme } from "../url.ts";
import { CONSISTENCY_LEVELS } from "./consistency_promise.ts";
import { PROVIDERS } from "./providers.ts";

/** `kind` is what the value must be; `text` is for people. */
export interface Setting {
  /** `texts` is one text, or a list that is joined with commas. */
  readonly kind: "text" | "texts" | "secret" | "flag" | "count" | "word";
  readonly text: string;
  /** The words that a `word` can be. */
  readonly words?: readonly string[];
  /** Bounds of a `count`; without them 0 and what 31 bits hold. */
  readonly lowest?: number;
  readonly highest?: number;
}

export type SettingTable = Readonly<Record<string, Setting>>;

/** What a target promises of what clients see of each other's writes. */
const PROMISE: SettingTable = {
  consistency: {
    kind: "word",
    words: CONSISTENCY_LEVELS,
    text: "what it promises; where it is not known: linearizable",
  },
};

const DISK: SettingTable = {
  ...PROMISE,
  eraseDevice: {
    kind: "text",
    text: "serial of the block device that may be overwritten",
  },
};

/** How long a server may take, in milliseconds. */
const TIMES: SettingTable = {
  connectTimeoutMs: { kind: "count", text: "for a connection; 10000" },
  stallTimeoutMs: { kind: "count", text: "without a byte; 30000" },
  requestTimeoutMs: { kind: "count", text: "for a request; 0: no bound" },
};

/** What S3 and Azure have in common: how a server is reached. */
const SERVER: SettingTable = {
  ...PROMISE,
  provider: {
    kind: "word",
    words: PROVIDERS,
    text: "whose defaults fill what is not set",
  },
  endpoint: { kind: "texts", text: "URL of the service, or several" },
  caFile: { kind: "text", text: "PEM file of an authority to trust" },
  insecure: { kind: "flag", text: "take any certificate; the report says so" },
  proxy: { kind: "secret", text: "http://[user:password@]host:port" },
  anonymous: { kind: "flag", text: "send no credential" },
  ...TIMES,
  checksum: {
    kind: "word",
    words: ["none", "crc32c", "crc64nvme"],
    text: "checksum that goes with every put; none",
  },
  client: {
    kind: "word",
    words: ["libcurl", "sdk"],
    text: "who carries the load; libcurl",
  },
  httpVersion: { kind: "count", lowest: 1, highest: 2, text: "1 or 2; 1" },
};

/** Settings by scheme; a test holds every name against the README. */
export const SETTINGS: Readonly<Record<Scheme, SettingTable>> = {
  file: DISK,
  direct: DISK,
  s3: {
    ...SERVER,
    region: { kind: "text", text: "region to sign for" },
    accessKeyId: { kind: "text", text: "name of the key" },
    secretAccessKey: { kind: "secret", text: "the key" },
    sessionToken: { kind: "secret", text: "token of a temporary key" },
    profile: { kind: "text", text: "profile of the AWS configuration files" },
    pathStyle: { kind: "flag", text: "bucket in the path, not in the host" },
  },
  az: {
    ...SERVER,
    account: { kind: "text", text: "name of the account" },
    accountKey: { kind: "secret", text: "key of the account" },
    sasToken: { kind: "secret", text: "shared access signature" },
    connectionString: { kind: "secret", text: "account and key in one" },
    bearerToken: { kind: "secret", text: "token of a principal" },
  },
  gateway: {
    ...PROMISE,
    chunkServers: {
      kind: "texts",
      text: "host:port of each chunk server; as /health tells them",
    },
    ...TIMES,
    checksum: {
      kind: "word",
      words: ["none", "crc32c"],
      text: "checksum that goes with every put; none",
    },
  },
  mem: PROMISE,
  null: {},
};
