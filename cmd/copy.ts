/** `stor-verify copy`: objects from one place to another, verified on the way. */
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
import type { CopyPair } from "./copy/copy_run.ts";
import { findKeys } from "./copy/find_keys.ts";
import { CopyJournal } from "./copy/journal_file.ts";
import { saveManifest } from "./copy/manifest_file.ts";
import {
  type CopySource,
  openDestination,
  openSource,
} from "./copy/open_place.ts";
import { isWithin, readPlace, type TypedPlace } from "./copy/place.ts";
import type { ExitCode } from "./exit_code.ts";
import { absolutePath } from "./store/absolute_path.ts";
import { UsageError } from "./usage_error.ts";
import { openCore } from "./wiring.ts";

const HELP = `
Copies one object, or all below a folder or prefix. SOURCE and DEST are URLs
(file:///path, direct:///path, s3://bucket/key, az://container/key,
gateway://host:port/key), names of targets, or NAME/key below one. A DEST that
ends in a slash, or is a folder that is there, takes the objects under their own
names.

Bytes pass through a memory of fixed size while their digests are made. They are
compared with what the source states, and what the destination states of what it
got. Nothing is visible at DEST before it is whole and right; what is there
already is not replaced without --overwrite.

--journal FILE keeps what was done. With the same file a copy that was ended, or
killed, goes on: what the destination has is read and compared, and not sent
again. --manifest FILE writes down what was copied, for check-manifest.

--fault and --net-fault make it fail on purpose: "stor-verify faults".`;

/** The command as the table lists it. */
export const copy: Command = {
  name: "copy",
  summary: "Copy objects between any two places, verified on the way",
  help: HELP,
  examples: [
    "stor-verify copy file:///data/big.bin s3://bucket/backup/",
    "stor-verify copy s3://bucket/models direct:///mnt/nvme/models",
    "stor-verify copy minio/in az://container/out --digest md5,sha256",
    "stor-verify copy file:///a file:///b --manifest b.manifest --journal b.journal",
    "stor-verify copy file:///a minio/b --read-back --fault stream.write.bitflip",
  ],
  positionals: [{ name: "SOURCE" }, { name: "DEST" }],
  flags: [
    ...COPY_FLAGS,
    { name: "overwrite", summary: "Replace objects that are there" },
    {
      name: "read-back",
      summary: "Read each object back from DEST and compare it",
    },
    {
      name: "manifest",
      value: "FILE",
      summary: "Write what was copied, with its digests",
    },
    {
      name: "journal",
      value: "FILE",
      summary: "Keep what was done, and go on from what it says",
    },
    ...FAULT_FLAGS,
  ],
  async run(context, args) {
    const core = openCore(context);
    const held: Held = { core, opened: [], faults: NO_COPY_FAULTS };
    try {
      return await copyWith(context, args, held);
    } finally {
      for (const { place } of held.opened) await place.close().catch(() => {});
      held.faults.disarm();
      core.close();
    }
  },
};

/** What is closed and disarmed in the end, however far it came. */
interface Held {
  readonly core: Core;
  readonly opened: CopySource[];
  faults: CopyFaults;
}

async function copyWith(
  context: Context,
  args: Args,
  held: Held,
): Promise<ExitCode> {
  const { core, opened } = held;
  readCopySettings(args, 1); // its mistakes come before any look at the world
  const [from, to] = placesOf(context, args);
  held.faults = await armCopy(core, [from, to], { args, context });
  const { lead } = held.faults;
  const source = await openSource(core, lead(from));
  opened.push(source);
  const destination = await openDestination(core, lead(to), source.key);
  opened.push(destination);
  const found = await findKeys(source, to.container === "");
  const { files } = found;
  // Nothing to copy leaves nothing behind, not even a folder.
  if (files.length > 0) await destination.place.make();
  const pairs = files.map(({ key, sizeBytes }): CopyPair => ({
    key,
    sizeBytes,
    to: destination.key ?? key,
    expected: {},
  }));
  const ends = {
    source: describe(source),
    destination: describe(destination),
  };
  const journalPath = pathOf(context, args, "journal");
  const journal = journalPath === undefined
    ? CopyJournal.none()
    : CopyJournal.open(core, journalPath, ends);
  try {
    return await carryOutCopy(context, args, {
      verb: "copied",
      core,
      faults: held.faults,
      source: source.place,
      destination: destination.place,
      settings: readCopySettings(args, pairs.length),
      journal,
      pairs,
      totalBytes: found.totalBytes,
      passedOver: found.passedOver,
      refused: found.refused,
      keep: async (entries) => {
        const path = pathOf(context, args, "manifest");
        const kept: [string, string][] = [];
        if (journalPath !== undefined) kept.push(["journal", journalPath]);
        if (path === undefined) return kept;
        const date = context.clock.date().toISOString();
        await saveManifest(path, { ...ends, date, entries });
        return [...kept, ["manifest", path]];
      },
    });
  } finally {
    journal.close();
  }
}

function placesOf(context: Context, args: Args): [TypedPlace, TypedPlace] {
  const table = readTargetTable(context, args);
  const [first = "", second = ""] = args.positionals;
  const from = readPlace(first, table, context.cwd);
  const to = readPlace(second, table, context.cwd);
  if (isWithin(to, from)) {
    throw new UsageError([
      `Cannot copy "${first}" to "${second}": that is the same place, or ` +
      "within it",
    ]);
  }
  return [from, to];
}

function describe({ place, key }: CopySource): string {
  return key === null ? place.url : `${place.url}/${key}`;
}

function pathOf(
  context: Context,
  args: Args,
  flag: string,
): string | undefined {
  const path = args.text(flag);
  return path === undefined ? undefined : absolutePath(context.cwd, path);
}
