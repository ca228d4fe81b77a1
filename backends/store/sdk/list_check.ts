/**
 * Listings of a script lane: a page that begins at one of its own keys, judged
 * key by key. Keys of other lanes pass by; they may change meanwhile.
 */
import type { KeyState } from "./key_states.ts";
import type { LaneContext, Moved } from "./lane_context.ts";
import { nameOf, sendOf, tellWhole } from "./lane_context.ts";
import { judgeAbsent, judgeSize } from "./object_reads.ts";
import type { ListedKey, ListedPage } from "./store_client.ts";

/** Stands for the number of a key that has none, as in the core. */
const STRANGER_KEY = 0xffff_ffff;

interface OwnKey {
  readonly name: string;
  readonly index: number;
}

/** What was acknowledged of one key when the listing was asked for. */
interface Noted extends OwnKey {
  readonly from: number;
}

/** The lane's own keys in the order of their names. */
export class OwnKeys {
  readonly #context: LaneContext;
  #sorted: readonly OwnKey[] | null = null;
  #names: ReadonlySet<string> | null = null;

  constructor(context: LaneContext) {
    this.#context = context;
  }

  /** Lists one page and judges what it says of the lane's keys. */
  async list(context: LaneContext = this.#context): Promise<Moved> {
    const { client, spec, states, memory } = context;
    const { own, after, prefix } = client.startsAtPrefix === true
      ? this.#narrowed()
      : this.#following();
    const noted = own
      .map((key) => ({ ...key, from: states.acknowledged(key.index) }));
    const request = { after, prefix, limit: spec.listLimit };
    const page = await sendOf(context, () => client.list(request));
    memory.add("keys_listed", page.entries.length);
    if (!spec.verify) return { bytes: 0 };
    judgePage(context, { noted, page, after });
    const known = this.#allNames();
    for (const { key } of page.entries) {
      if (!known.has(key)) tellStranger(context, key);
    }
    return { bytes: 0 };
  }

  /** Of the whole space: what none of its lanes can have put is foreign. */
  #allNames(): ReadonlySet<string> {
    const { space } = this.#context;
    this.#names ??= new Set(
      Array.from(
        { length: space.keyCount },
        (_, index) => nameOf(this.#context, index),
      ),
    );
    return this.#names;
  }

  /** A page of all keys, from one of the lane's own on. */
  #following(): Asked {
    const { choice, spec, space, prefix } = this.#context;
    const own = this.#sort();
    const first = choice.below(own.length);
    return {
      own: own.slice(first, first + spec.listLimit),
      after: own[first - 1]?.name ?? "",
      prefix: prefix + space.keyPrefix,
    };
  }

  /** All keys that share all but the last digits with one of the lane's own. */
  #narrowed(): Asked {
    const { choice, spec } = this.#context;
    const own = this.#sort();
    const chosen = choice.below(own.length);
    const stem = (own[chosen]?.name ?? "").slice(0, -openDigits(spec));
    let first = chosen;
    let end = chosen;
    while (own[first - 1]?.name.startsWith(stem)) first--;
    while (own[end]?.name.startsWith(stem)) end++;
    return { own: own.slice(first, end), after: "", prefix: stem };
  }

  #sort(): readonly OwnKey[] {
    const { firstKey, keyCount } = this.#context.spec;
    this.#sorted ??= Array.from({ length: keyCount }, (_, at) => ({
      name: nameOf(this.#context, firstKey + at),
      index: firstKey + at,
    })).sort((a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
    return this.#sorted;
  }
}

/** Digits that a prefix leaves open, so that a full page fits below it. */
function openDigits({ listLimit }: { readonly listLimit: number }): number {
  let digits = 1;
  for (let keys = 10; keys < listLimit; keys *= 10) digits++;
  return digits;
}

/** Which page is asked for, and the lane's own keys that it may hold. */
interface Asked {
  readonly own: readonly OwnKey[];
  readonly after: string;
  readonly prefix: string;
}

interface Listing {
  readonly noted: readonly Noted[];
  readonly page: ListedPage;
  readonly after: string;
}

/** Its name is the evidence: of a long one the end. */
function tellStranger(context: LaneContext, key: string): void {
  const { prefix } = context;
  const below = key.startsWith(prefix) ? key.slice(prefix.length) : key;
  tellWhole(context, {
    ...{ class: "foreign", op: "list", index: STRANGER_KEY },
    ...{ expectedLow: 0, expectedHigh: 0 },
    name: new TextEncoder().encode(below),
  });
}

function judgePage(context: LaneContext, listing: Listing): void {
  const { noted, page, after } = listing;
  const { entries, isLast } = page;
  judgeOrder(context, listing);
  const found = new Map(entries.map((entry) => [entry.key, entry]));
  const upTo = entries.at(-1)?.key ?? after;
  for (const key of noted) {
    if (!isLast && key.name > upTo) return;
    const legal = context.states.legal(key.index, key.from);
    if (legal !== null) judgeKey(context, { key, legal }, found.get(key.name));
  }
}

function judgeKey(
  context: LaneContext,
  { key, legal }: {
    readonly key: Noted;
    readonly legal: readonly KeyState[];
  },
  entry: ListedKey | undefined,
): void {
  const read = { op: "list" as const, index: key.index, legal }; // not any op
  if (entry === undefined) judgeAbsent(context, read);
  else judgeSize(context, { ...read, sizeBytes: entry.sizeBytes });
}

/** Ascending and each once; what breaks it is told of the key it follows. */
function judgeOrder(
  context: LaneContext,
  { page, after, noted }: Listing,
): void {
  let before = after;
  for (const { key } of page.entries) {
    if (key <= before && before !== "") {
      const own = noted.find(({ name }) => name === key);
      tellWhole(context, {
        class: key === before ? "duplicated" : "reordered",
        op: "list",
        index: own?.index ?? context.spec.firstKey,
        expectedLow: 0,
        expectedHigh: 0,
      });
    }
    before = key;
  }
}
