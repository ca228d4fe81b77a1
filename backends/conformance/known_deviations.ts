/**
 * What real servers are known to do otherwise than the contract says. A
 * deviation is still a broken promise and shown as one; the table says that it
 * is known, of which server and version, and why. A check is never loosened.
 */
import type { ConformanceResult } from "./run_conformance.ts";

/** One case that a server is known to fail. */
export interface Deviation {
  readonly server: string;
  readonly version: string;
  /** Id of the case. */
  readonly id: string;
  readonly reason: string;
  /** A race: it shows in some runs only. */
  readonly isRace?: boolean;
}

const PATHS = "it keeps objects as files: a file has no files below it";
const SLASH = "it takes no bytes for a key that ends with a slash";
const NUL = "it answers 500 to a key with a zero byte";
const DOTS = "it resolves dots in a key as a path";

const LOOKS_FIRST = "it looks first and writes later, so that two that meet " +
  "both succeed";

const NO_CRC64 = "it knows no CRC64: 500 FeatureNotSupported";

const AZURITE: Readonly<Record<string, string>> = {
  "object.range.beyond": "it answers a range that starts at a blob's end",
  "object.list.order": "it lists in the order of UTF-16, not of UTF-8",
  "object.checksum.md5":
    "it answers a wrong Content-MD5 with InvalidOperation, not Md5Mismatch",
  "object.checksum.crc64nvme": NO_CRC64,
  "object.checksum.crc64nvme-returned": NO_CRC64,
  "object.keys.paths": 'it takes "/" and "//" for one',
  "object.keys.listed": "it answers 500 to control characters in a listed key",
};

/** By server; a test holds each entry against the server itself. */
export const KNOWN_DEVIATIONS: readonly Deviation[] = [
  ...entries("versitygw", "v1.7.0", {
    "object.limit.put": "it begins to take a put of any size",
    "object.list.order": PATHS,
    "object.list.delimiter-below": SLASH,
    "object.keys.paths": `${DOTS}; ${SLASH}`,
    "object.keys.characters": NUL,
    "object.keys.listed": `${DOTS}; ${NUL}`,
    "object.keys.long": "a part of a key between slashes has at most 255 bytes",
    "object.keys.nested": `${PATHS}; ${SLASH}`,
  }),
  ...entries("versitygw", "v1.7.0", {
    "object.if-absent.race": LOOKS_FIRST,
    "object.if-match.race": LOOKS_FIRST,
  }).map((one) => ({ ...one, isRace: true })),
  ...entries("azurite", "3.35.0", AZURITE),
];

function entries(
  server: string,
  version: string,
  reasons: Readonly<Record<string, string>>,
): Deviation[] {
  return Object.entries(reasons).map(([id, reason]) => ({
    server,
    version,
    id,
    reason,
  }));
}

/**
 * The entry of a case for a server that names itself so. Servers tell their
 * name and seldom their version: that it is this one is not certain.
 */
export function knownDeviation(
  id: string,
  server: string | undefined,
): Deviation | undefined {
  const name = server?.toLowerCase() ?? "";
  return KNOWN_DEVIATIONS.find((one) =>
    one.id === id && name.includes(one.server)
  );
}

/** What no entry explains, and the entries that nothing shows any more. */
export interface Compared {
  readonly unknown: readonly ConformanceResult[];
  readonly outdated: readonly Deviation[];
}

/** Holds results against what is known of `server` at `version`. */
export function compareDeviations(
  results: readonly ConformanceResult[],
  server: string,
  version: string,
): Compared {
  const known = KNOWN_DEVIATIONS.filter((one) =>
    one.server === server && one.version === version
  );
  const odd = results.filter(({ outcome }) =>
    outcome === "broken" || outcome === "failed"
  );
  return {
    unknown: odd.filter(({ id }) => !known.some((one) => one.id === id)),
    outdated: known.filter(({ id, isRace }) =>
      isRace !== true && !odd.some((one) => one.id === id)
    ),
  };
}
