/**
 * Reads the text of a targets file. Pure: the environment is handed in. Finds
 * all mistakes at once, each with its path, and fails with a `TargetsError`.
 */
import { parse } from "@std/yaml";
import { didYouMean } from "../nearest.ts";
import { parseUrl, type TargetUrl } from "../url.ts";
import { expandVariables } from "./expand.ts";
import { Secret } from "./secret.ts";
import { type Setting, SETTINGS } from "./settings.ts";
import type { SettingValue, Target } from "./target.ts";
import { TargetsError } from "./targets_error.ts";

/** Bytes of the largest targets file: a larger one is a mistaken path. */
export const TARGETS_TEXT_MAX = 1 << 20;

export interface ParseTargetsOptions {
  /** Name of the file, for messages. */
  readonly source?: string;
  /** Folder that relative URLs start from. */
  readonly cwd?: string;
}

export type TargetTable = ReadonlyMap<string, Target>;

interface Reading {
  readonly mistakes: string[];
  readonly env: (name: string) => string | undefined;
  readonly cwd: string | undefined;
}

/**
 * @example Usage
 * ```ts
 * import { parseTargets } from "./parse_targets.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const text = "targets: { fast: { url: 'direct://${MOUNT}/x' } }";
 * const targets = parseTargets(text, () => "/mnt");
 * assertEquals(targets.get("fast")?.url.text, "direct:///mnt/x");
 * ```
 */
export function parseTargets(
  text: string,
  env: (name: string) => string | undefined,
  options: ParseTargetsOptions = {},
): TargetTable {
  const source = options.source ?? "targets file";
  const reading: Reading = { mistakes: [], env, cwd: options.cwd };
  const root = readYaml(text, source);
  const targets = readRoot(root, reading);
  if (reading.mistakes.length === 0) return targets;
  throw new TargetsError(
    reading.mistakes.map((mistake) => `${source}: ${mistake}`),
  );
}

function readYaml(text: string, source: string): unknown {
  if (text.length > TARGETS_TEXT_MAX) {
    throw new TargetsError([
      `${source}: the file has ${text.length} characters, a targets file ` +
      `has at most ${TARGETS_TEXT_MAX}`,
    ]);
  }
  try {
    return parse(text, { schema: "core", allowDuplicateKeys: false });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const line = reason.split("\n")[0] ?? reason;
    throw new TargetsError([
      `${source}: not YAML: ${line.replace(/[:.]$/, "")}`,
    ]);
  }
}

function readRoot(root: unknown, reading: Reading): TargetTable {
  const targets = new Map<string, Target>();
  if (root === null || root === undefined) return targets;
  if (!isMap(root)) {
    reading.mistakes.push(
      `the file must hold "targets:" and below it a map, not ${nameOf(root)}`,
    );
    return targets;
  }
  for (const key of Object.keys(root)) {
    if (key !== "targets") {
      reading.mistakes.push(
        `${key}: not known here${didYouMean(key, ["targets"])}; there is ` +
          `only "targets"`,
      );
    }
  }
  const table = root["targets"] ?? {};
  if (!isMap(table)) {
    reading.mistakes.push(
      `targets: must be a map of names, not ${nameOf(table)}`,
    );
    return targets;
  }
  for (const [name, value] of Object.entries(table)) {
    const target = readTarget(name, value, reading);
    if (target !== undefined) targets.set(name, target);
  }
  return targets;
}

function readTarget(
  name: string,
  value: unknown,
  reading: Reading,
): Target | undefined {
  const path = `targets.${name}`;
  const complain = (mistake: string) => {
    reading.mistakes.push(mistake);
    return undefined;
  };
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) {
    return complain(
      `${path}: a name has letters, digits, dots and dashes, and no colon`,
    );
  }
  if (!isMap(value)) {
    return complain(
      `${path}: must be a map with "url", not ${nameOf(value)}`,
    );
  }
  const url = readUrl(path, value["url"], reading);
  if (url === undefined) return undefined;
  const settings: Record<string, SettingValue> = {};
  const known = SETTINGS[url.scheme];
  for (const [key, raw] of Object.entries(value)) {
    if (key === "url") continue;
    const at = `${path}.${key}`;
    const setting = Object.hasOwn(known, key) ? known[key] : undefined;
    if (setting === undefined) {
      const names = ["url", ...Object.keys(known)];
      complain(
        `${at}: not a setting of ${url.scheme}:${didYouMean(key, names)}; ` +
          `there ${names.length === 1 ? "is" : "are"} ${names.join(", ")}`,
      );
      continue;
    }
    const read = readSetting({ at, raw, setting }, reading);
    if (read !== undefined) settings[key] = read;
  }
  return { name, url, settings };
}

function readUrl(
  path: string,
  raw: unknown,
  reading: Reading,
): TargetUrl | undefined {
  if (typeof raw !== "string") {
    const found = raw === undefined ? "it is missing" : `it is ${nameOf(raw)}`;
    reading.mistakes.push(
      `${path}.url: must be a URL such as file:///abs/path: ${found}`,
    );
    return undefined;
  }
  const text = expandInto(`${path}.url`, raw, reading);
  if (text === undefined) return undefined;
  try {
    return parseUrl(
      text,
      reading.cwd === undefined ? {} : { cwd: reading.cwd },
    );
  } catch (error) {
    if (!(error instanceof TargetsError)) throw error;
    for (const mistake of error.mistakes) {
      reading.mistakes.push(`${path}.url: ${mistake}`);
    }
    return undefined;
  }
}

function readSetting(
  entry: {
    readonly at: string;
    readonly raw: unknown;
    readonly setting: Setting;
  },
  reading: Reading,
): SettingValue | undefined {
  const { at, raw, setting } = entry;
  if (setting.kind === "flag") {
    if (typeof raw === "boolean") return raw;
    reading.mistakes.push(`${at}: must be true or false, not ${nameOf(raw)}`);
    return undefined;
  }
  if (setting.kind === "count") {
    const { lowest = 0, highest = 2 ** 31 - 1 } = setting;
    const isNumber = typeof raw === "number";
    const isFine = Number.isInteger(raw);
    if (isNumber && isFine && raw >= lowest && raw <= highest) return raw;
    reading.mistakes.push(
      `${at}: must be a whole number from ${lowest} to ${highest}, not ${
        isNumber ? raw : nameOf(raw)
      }`,
    );
    return undefined;
  }
  const given = setting.kind === "texts" && Array.isArray(raw) &&
      raw.every((one) => typeof one === "string")
    ? raw.join(",")
    : raw;
  if (typeof given !== "string") {
    reading.mistakes.push(
      `${at}: must be text, not ${nameOf(raw)}: put it in quotes`,
    );
    return undefined;
  }
  const text = expandInto(at, given, reading);
  if (text === undefined) return undefined;
  // In a header it would begin another one; the value may be a secret.
  if (/\p{Cc}/u.test(text)) {
    reading.mistakes.push(
      `${at}: must be one line without control characters: look for a line ` +
        "end at its end",
    );
    return undefined;
  }
  const { words } = setting;
  if (words !== undefined && !words.includes(text)) {
    reading.mistakes.push(
      `${at}: must be one of ${words.join(", ")}, not ` +
        `${JSON.stringify(text)}${didYouMean(text, words)}`,
    );
    return undefined;
  }
  return setting.kind === "secret" ? new Secret(text) : text;
}

function expandInto(
  at: string,
  raw: string,
  reading: Reading,
): string | undefined {
  const { text, mistakes } = expandVariables(raw, reading.env);
  for (const mistake of mistakes) reading.mistakes.push(`${at}: ${mistake}`);
  return mistakes.length === 0 ? text : undefined;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function nameOf(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  return `a ${typeof value}`;
}
