/** A target as it is opened: a URL under test, with its settings. */
import type { Detour } from "../../ffi/mod.ts";
import type { TargetUrl } from "../url.ts";
import type { Secret } from "./secret.ts";

export type SettingValue = string | number | boolean | Secret;

export interface Target {
  /** Its name in the targets file; the URL itself if it was given as one. */
  readonly name: string;
  readonly url: TargetUrl;
  readonly settings: Readonly<Record<string, SettingValue>>;
  /** Connections that are led elsewhere; nobody can write that in a file. */
  readonly detours?: readonly Detour[];
}
