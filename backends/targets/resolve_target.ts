/** Finds the target that a name or a URL means. Pure. */
import { nearestName } from "../nearest.ts";
import { parseUrl, SCHEMES } from "../url.ts";
import { PROVIDER_FACTS, PROVIDERS } from "./providers.ts";
import type { TargetTable } from "./parse_targets.ts";
import type { Target } from "./target.ts";
import { TargetsError } from "./targets_error.ts";

export interface ResolveOptions {
  /** Folder that relative URLs and the built-in targets start from. */
  readonly cwd: string;
}

const PLACES = {
  "local": "file://./stor-verify-scratch",
  "local-direct": "direct://./stor-verify-scratch-direct",
  "cluster": "gateway://127.0.0.1:8080/stor-verify",
} as const;

/** The bucket or container, and the prefix, of the built-in stores. */
const STORE_PLACE = "stor-verify/scratch";

/**
 * Targets that need no file: scratch folders in the current one, the cluster that
 * `serve cluster` starts here, and a bucket called `stor-verify` of every
 * provider, with its defaults and variables.
 */
export function builtInTargets(options: ResolveOptions): TargetTable {
  const places = Object.entries(PLACES).map(([name, text]): Target => ({
    name,
    url: parseUrl(text, options),
    settings: {},
  }));
  const stores = PROVIDERS.flatMap((name): Target[] => {
    const { scheme } = PROVIDER_FACTS[name];
    if (scheme === "file") return [];
    const url = parseUrl(`${scheme}://${STORE_PLACE}`, options);
    return [{ name, url, settings: { provider: name } }];
  });
  return new Map([...places, ...stores].map((one) => [one.name, one]));
}

/**
 * The target of that name in `targets`, a built-in one, or the one that the URL
 * describes. A URL that `targets` names takes the settings written there.
 * Fails with a `TargetsError` of one sentence.
 */
export function resolveTarget(
  nameOrUrl: string,
  targets: TargetTable,
  options: ResolveOptions,
): Target {
  const builtIn = builtInTargets(options);
  const named = targets.get(nameOrUrl) ?? builtIn.get(nameOrUrl);
  if (named !== undefined) return named;
  if (/[:/]/.test(nameOrUrl)) {
    const url = parseUrl(nameOrUrl, options);
    for (const target of targets.values()) {
      if (target.url.text === url.text) return { ...target, name: url.text };
    }
    return { name: url.text, url, settings: {} };
  }
  const names = [...targets.keys(), ...builtIn.keys()];
  const nearest = nearestName(nameOrUrl, names);
  if (nearest === undefined && nearestName(nameOrUrl, SCHEMES) !== undefined) {
    throw new TargetsError([
      `Cannot use target "${nameOrUrl}": it is neither a name nor a URL: ` +
      "write file:///abs/path",
    ]);
  }
  const hint = nearest === undefined ? "" : ` (did you mean "${nearest}"?)`;
  throw new TargetsError([
    `Cannot use target "${nameOrUrl}": no target has that name${hint}; ` +
    `there are ${[...new Set(names)].sort().join(", ")}`,
  ]);
}
