/** `stor-verify check-manifest`: is what was copied still there, byte for byte? */
import {
  type DigestKind,
  type Digests,
  StorageError,
} from "../backends/mod.ts";
import type { ManifestEntry } from "../engine/mod.ts";
import type { Core } from "../ffi/mod.ts";
import { readTargetTable } from "./choose_targets.ts";
import type { Args, Command } from "./command.ts";
import type { Context } from "./context.ts";
import { FAULT_FLAGS } from "./arm_faults.ts";
import { carryOutCopy } from "./copy/carry_out_copy.ts";
import {
  armCopy,
  type CopyFaults,
  NO_COPY_FAULTS,
} from "./copy/copy_faults.ts";
import { COPY_FLAGS, readCopySettings } from "./copy/copy_flags.ts";
import { CopyJournal } from "./copy/journal_file.ts";
import { loadManifest } from "./copy/manifest_file.ts";
import { type CopyPlace, openDestination } from "./copy/open_place.ts";
import { readPlace } from "./copy/place.ts";
import type { ExitCode } from "./exit_code.ts";
import { absolutePath } from "./store/absolute_path.ts";
import { UsageError } from "./usage_error.ts";
import { openCore } from "./wiring.ts";

const HELP = `
Reads every object that a manifest of "stor-verify copy" names, and compares its
digests. PLACE is where the objects are now, if not where they were copied to:
on another machine, under another name.

An object that differs is a finding; one that is gone is one too. Objects that
the manifest does not name are counted and no finding: a place may hold more.`;

/** The command as the table lists it. */
export const checkManifest: Command = {
  name: "check-manifest",
  summary: "Read what was copied again, and compare it with its manifest",
  help: HELP,
  examples: [
    "stor-verify check-manifest b.manifest",
    "stor-verify check-manifest b.manifest s3://bucket/restored",
  ],
  positionals: [{ name: "FILE" }, { name: "PLACE", optional: true }],
  flags: [
    ...COPY_FLAGS.filter(({ name }) => name !== "digest"),
    ...FAULT_FLAGS,
  ],
  async run(context, args) {
    const core = openCore(context);
    const held: Held = { core, places: [], faults: NO_COPY_FAULTS };
    try {
      return await check(context, args, held);
    } finally {
      for (const place of held.places) await place.close().catch(() => {});
      held.faults.disarm();
      core.close();
    }
  },
};

/** What is closed and disarmed in the end, however far it came. */
interface Held {
  readonly core: Core;
  readonly places: CopyPlace[];
  faults: CopyFaults;
}

async function check(
  context: Context,
  args: Args,
  held: Held,
): Promise<ExitCode> {
  const { core, places } = held;
  const [file = "", typed] = args.positionals;
  const manifest = loadManifest(absolutePath(context.cwd, file));
  const { entries } = manifest;
  const single = entries.length === 1 ? entries[0] : undefined;
  const name = typed ?? placeOf(manifest.destination, single);
  const table = readTargetTable(context, args);
  const wanted = readPlace(`${name}/`, table, context.cwd);
  held.faults = await armCopy(core, [wanted], { args, context });
  const led = held.faults.lead(wanted);
  const { place } = await openDestination(core, led, null);
  places.push(place);
  const settings = readCopySettings(args, entries.length);
  return await carryOutCopy(context, args, {
    verb: "checked",
    core,
    faults: held.faults,
    source: place,
    destination: null,
    settings: { ...settings, digests: kindsOf(entries) },
    journal: CopyJournal.none(),
    pairs: entries.map(({ key, sizeBytes, digests }) => ({
      key,
      to: key,
      sizeBytes,
      expected: refuseEmpty(key, digests),
    })),
    totalBytes: entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    passedOver: [],
    // Beside one object there may be anything.
    ...(single === undefined && {
      unnamed: () => unnamedAt(place, entries),
    }),
    keep: () => Promise.resolve([]),
  });
}

/** A place that is not there has none: its objects are findings already. */
async function* unnamedAt(
  place: CopyPlace,
  entries: readonly ManifestEntry[],
): AsyncGenerator<string> {
  const named = new Set(entries.map(({ key }) => key));
  try {
    for await (const { key, kind } of place.entries()) {
      if (kind === "file" && !named.has(key)) yield key;
    }
  } catch (error) {
    if (error instanceof StorageError && error.kind === "NotFound") return;
    throw error;
  }
}

/** Of one object the destination is the object itself. */
function placeOf(
  destination: string,
  single: ManifestEntry | undefined,
): string {
  return single !== undefined && destination.endsWith(`/${single.key}`)
    ? destination.slice(0, -single.key.length - 1)
    : destination;
}

function kindsOf(entries: readonly ManifestEntry[]): DigestKind[] {
  const kinds: readonly DigestKind[] = ["md5", "sha256", "crc32c", "crc64nvme"];
  return kinds.filter((kind) =>
    entries.some(({ digests }) => digests[kind] !== undefined)
  );
}

function refuseEmpty(key: string, digests: Digests): Digests {
  if (Object.keys(digests).length > 0) return digests;
  throw new UsageError([
    `Cannot check ${JSON.stringify(key)}: the manifest has no digest of it`,
  ]);
}
