/**
 * Copies all that is to be copied, and keeps account. Goes in: both places and
 * the settings; comes out: what became of each object, and totals.
 */
import {
  type DigestKind,
  type Digests,
  StorageError,
} from "../../backends/mod.ts";
import {
  copyMany,
  type CopyOutcome,
  type CopyPorts,
  CopyRefusal,
  type CopyResult,
  copySurely,
  dropLeftover,
  type ManifestEntry,
} from "../../engine/mod.ts";
import type { CopyJournal } from "./journal_file.ts";
import { memoryOf, sharesOf } from "./copy_shares.ts";
import type { CopyPlace } from "./open_place.ts";
import { readBack } from "./read_back.ts";
import type { CopyTally } from "./copy_tally.ts";

export interface CopySettings {
  readonly digests: readonly DigestKind[];
  /** Of all copies together. */
  readonly memoryBytes: number;
  readonly parallel: number;
  /** Of the memory of one of those; what is small takes one. */
  readonly shares: number;
  readonly attemptsMax: number;
  readonly isNew: boolean;
  /** Read each object back from the destination and compare. */
  readonly readsBack: boolean;
}

/** One object: its key at the source, and where it goes. */
export interface CopyPair {
  readonly key: string;
  readonly to: string;
  /** When it was found; `null`: not known. */
  readonly sizeBytes: number | null;
  /** What is known of it beforehand. */
  readonly expected: Digests;
}

export interface CopyRunOptions {
  readonly ports: CopyPorts & {
    /** Digests of kinds that the core cannot make, by the script. */
    digest(
      bytes: AsyncIterable<Uint8Array<ArrayBuffer>>,
      kinds: readonly DigestKind[],
    ): Promise<Digests>;
  };
  readonly source: CopyPlace;
  /** `null`: objects are only read and compared. */
  readonly destination: CopyPlace | null;
  readonly settings: CopySettings;
  readonly journal: CopyJournal;
  readonly tally: CopyTally;
  readonly pairs: Iterable<CopyPair>;
  readonly signal: AbortSignal;
}

/** What of an object goes into a manifest. */
export type CopiedEntry = ManifestEntry;

/** Resolves to what was copied; what was not is in the tally. */
export async function runCopy(
  options: CopyRunOptions,
): Promise<readonly CopiedEntry[]> {
  const { tally, journal, signal, settings } = options;
  const entries: CopiedEntry[] = [];
  const pairs = new Map<string, CopyPair>();
  for (const pair of options.pairs) pairs.set(pair.key, pair);
  await dropOrphans(options, pairs);
  await copyMany<CopyOutcome | null>({
    keys: asyncKeys(pairs),
    parallel: settings.parallel * settings.shares,
    sharesOf: (key) => {
      const pair = pairs.get(key);
      return pair === undefined ? 1 : sharesOf(options, pair);
    },
    isOver: () => signal.aborted,
    copy: async (key) => {
      const pair = pairs.get(key) ??
        { key, to: key, sizeBytes: null, expected: {} };
      const done = journal.state.done.get(key);
      if (done !== undefined && await isStillThere(options, pair, done)) {
        const { sizeBytes, digests } = done;
        entries.push({ key: pair.to, sizeBytes, digests });
        tally.doneBefore(sizeBytes);
        return null;
      }
      return await copyOne(options, pair);
    },
    ended: (result) => {
      if (signal.aborted && "error" in result) return tally.interrupted();
      tally.ended(result);
      const { key } = result;
      const to = pairs.get(key)?.to ?? key;
      const entry = entryOf(result, to);
      if (entry !== undefined) entries.push(entry);
    },
  });
  return entries;
}

/** What was begun of objects that are gone from the source since. */
async function dropOrphans(
  { destination, journal, tally }: CopyRunOptions,
  pairs: ReadonlyMap<string, CopyPair>,
): Promise<void> {
  if (destination === null) return;
  for (const [key, point] of journal.state.begun) {
    if (pairs.has(key) || point.resumeId === "") continue;
    await dropLeftover({ face: destination.streams, key }, point, {
      left: (name, failure) => tally.left(key, name, failure),
    });
  }
}

async function* asyncKeys(pairs: ReadonlyMap<string, CopyPair>) {
  for (const key of pairs.keys()) yield await Promise.resolve(key);
}

/** Done before, and nobody has changed it since at either end. */
async function isStillThere(
  { source, destination }: CopyRunOptions,
  { key, to }: CopyPair,
  done: { readonly sourceEtag: string; readonly etag: string },
): Promise<boolean> {
  try {
    const from = await source.streams.openSource(key);
    from.close();
    if (from.facts.etag !== done.sourceEtag || destination === null) {
      return false;
    }
    const there = await destination.streams.openSource(to);
    there.close();
    return there.facts.etag === done.etag;
  } catch {
    // Copied again, which says what is the matter.
    return false;
  }
}

async function copyOne(
  options: CopyRunOptions,
  pair: CopyPair,
): Promise<CopyOutcome> {
  const { ports, source, destination, settings, journal, tally } = options;
  const { key, to } = pair;
  const made = ports.digestKinds();
  const missing = settings.digests.filter((kind) => !made.has(kind));
  const scripted = missing.length === 0 ? {} : await ports.digest(
    source.read(key),
    [...missing, "crc64nvme"],
  );
  const begun = journal.state.begun.get(key);
  const resume = begun?.resumeId === "" ? undefined : begun;
  const progress = tally.begin(key);
  const { attemptsMax, isNew } = settings;
  const memoryBytes = memoryOf(options, pair);
  let sourceEtag = "";
  const outcome = await copySurely(ports, {
    from: { face: source.streams, key },
    to: destination === null ? null : { face: destination.streams, key: to },
    digests: settings.digests.filter((kind) => made.has(kind)),
    expected: { ...onlyMade(pair.expected, made), ...onlyMade(scripted, made) },
    memoryBytes,
    copies: Math.floor(settings.memoryBytes / memoryBytes),
    attemptsMax,
    endpoint: 0,
    seed: BigInt(tally.started),
    isNew,
    tellsParts: journal.isKept,
    wasBegun: begun !== undefined || journal.isResumed,
    ...(resume === undefined ? {} : { resume }),
    signal: options.signal,
    watch: {
      begun(facts, resumeId, chunkBytes) {
        sourceEtag = facts.etag;
        progress.begun(facts.sizeBytes);
        journal.append({
          line: "begun",
          key,
          // Also of one that cannot be gone on with: it may be there.
          resumeId: resumeId ?? "",
          chunkBytes,
          sourceEtag,
        });
      },
      retried: () => progress.retried(),
      left: (name, failure) => tally.left(to, name, failure),
      part: (index, part) => journal.append({ line: "part", key, index, part }),
      counters: (counters) => progress.counters(counters),
    },
  }).catch((error) => {
    throw error instanceof CopyRefusal ? orGrown(options, pair, error) : error;
  }).finally(() => progress.end());
  if (outcome.state !== "copied") return outcome;
  const digests = { ...scripted, ...outcome.digests };
  return await concludeOne(options, pair, { outcome, digests, sourceEtag });
}

interface CopiedOne {
  readonly outcome: Extract<CopyOutcome, { state: "copied" }>;
  readonly digests: Digests;
  readonly sourceEtag: string;
}

/** What is left once it is there: others' digests, reading back, the journal. */
async function concludeOne(
  options: CopyRunOptions,
  pair: CopyPair,
  { outcome, digests, sourceEtag }: CopiedOne,
): Promise<CopyOutcome> {
  const { ports, destination, settings, journal, tally, signal } = options;
  const { key, to } = pair;
  const differs = unlike(pair.expected, digests);
  if (differs !== undefined) return differs;
  const back = settings.readsBack && destination !== null
    ? await readBack(ports, {
      ...{ face: destination.streams, key: to, digests, signal },
      memoryBytes: memoryOf(options, pair),
      attemptsMax: settings.attemptsMax,
    })
    : undefined;
  if (back !== undefined) return back;
  if (isConfirmed(options, outcome.facts)) tally.confirmed();
  const { facts: { etag, sizeBytes } } = outcome;
  journal.append({ line: "done", key, sizeBytes, sourceEtag, etag, digests });
  return { ...outcome, digests };
}

/** By the store's own sum of what it holds, or by reading it again. */
function isConfirmed(
  { destination, settings }: CopyRunOptions,
  { checksum }: { readonly checksum?: unknown },
): boolean {
  return destination !== null &&
    (checksum !== undefined || settings.readsBack);
}

/** What fitted into one share when it was found, and does not now. */
function orGrown(
  options: CopyRunOptions,
  pair: CopyPair,
  refusal: CopyRefusal,
): Error {
  const isSmall = sharesOf(options, pair) < options.settings.shares;
  if (!isSmall) return refusal;
  const { key } = pair;
  const text = `Cannot copy ${JSON.stringify(key)}: it grew since it was ` +
    "found: copy it again";
  return new StorageError(text, {
    kind: "PreconditionFailed",
    operation: "read",
    cause: refusal,
  });
}

/** What the core did not compare, because the script made it. */
function unlike(expected: Digests, made: Digests): CopyOutcome | undefined {
  const kinds: readonly DigestKind[] = ["md5", "sha256", "crc32c", "crc64nvme"];
  const kind = kinds.find((one) =>
    expected[one] !== undefined && made[one] !== expected[one]
  );
  if (kind === undefined) return undefined;
  return {
    state: "differs",
    kind,
    witness: "manifest",
    stated: expected[kind] ?? "",
    found: made[kind] ?? "",
  };
}

function onlyMade(digests: Digests, kinds: ReadonlySet<DigestKind>): Digests {
  return Object.fromEntries(
    Object.entries(digests).filter(([kind]) =>
      [...kinds].some((one) => one === kind)
    ),
  );
}

function entryOf(
  result: CopyResult<CopyOutcome | null>,
  key: string,
): CopiedEntry | undefined {
  if (!("outcome" in result) || result.outcome?.state !== "copied") {
    return undefined;
  }
  const { facts: { sizeBytes }, digests } = result.outcome;
  return { key, sizeBytes, digests };
}
