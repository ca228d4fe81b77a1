/** Which settings a target may have, by the scheme of its URL. */
import type { Scheme } from "../url.ts";

/** `kind` is what the value must be; `text` is for people. */
export interface Setting {
  readonly kind: "text" | "secret" | "flag";
  readonly text: string;
}

export type SettingTable = Readonly<Record<string, Setting>>;

const DISK: SettingTable = {
  eraseDevice: {
    kind: "text",
    text: "serial of the block device that may be overwritten",
  },
};

/** Settings by scheme; a test holds every name against the README. */
export const SETTINGS: Readonly<Record<Scheme, SettingTable>> = {
  file: DISK,
  direct: DISK,
  s3: {
    endpoint: { kind: "text", text: "URL of the service" },
    region: { kind: "text", text: "region to sign for" },
    accessKeyId: { kind: "text", text: "name of the key" },
    secretAccessKey: { kind: "secret", text: "the key" },
    sessionToken: { kind: "secret", text: "token of a temporary key" },
    pathStyle: { kind: "flag", text: "bucket in the path, not in the host" },
  },
  az: {
    endpoint: { kind: "text", text: "URL of the service" },
    account: { kind: "text", text: "name of the account" },
    accountKey: { kind: "secret", text: "key of the account" },
    sasToken: { kind: "secret", text: "shared access signature" },
  },
  mem: {},
  null: {},
};
