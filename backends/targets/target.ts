/** A target as it is opened: a URL under test, with its settings. */
import type { TargetUrl } from "../url.ts";
import type { Secret } from "./secret.ts";

export type SettingValue = string | number | boolean | Secret;

export interface Target {
  /** Its name in the targets file; the URL itself if it was given as one. */
  readonly name: string;
  readonly url: TargetUrl;
  readonly settings: Readonly<Record<string, SettingValue>>;
}
