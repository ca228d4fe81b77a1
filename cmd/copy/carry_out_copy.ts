/**
 * Runs a copy, or a check, with its display, and tells what came of it. Goes
 * in: opened places and what to do; comes out: an exit code.
 */
import { type DigestKind, StorageError } from "../../backends/mod.ts";
import type { Core } from "../../ffi/mod.ts";
import type { Args } from "../command.ts";
import type { Context } from "../context.ts";
import { mannersOf } from "../display/terminal.ts";
import { renderFailure } from "../exit.ts";
import type { ExitCode } from "../exit_code.ts";
import { listenForInterrupt } from "../interrupt.ts";
import { absolutePath } from "../store/absolute_path.ts";
import { writeFileAtomic } from "../store/atomic_file.ts";
import { mistakesOf } from "../usage_error.ts";
import { collectUnnamed, type Unnamed } from "./collect_unnamed.ts";
import { showCopy } from "./copy_display.ts";
import { copyPorts } from "./copy_ports.ts";
import {
  type CopiedEntry,
  type CopyPair,
  type CopySettings,
  runCopy,
} from "./copy_run.ts";
import {
  type CopyEnd,
  copyExit,
  copyJson,
  renderCopy,
} from "./copy_summary.ts";
import { CopyTally, type CopyTrouble } from "./copy_tally.ts";
import { faultLines } from "../arm_faults.ts";
import { armWay } from "../net_faults.ts";
import type { CopyFaults } from "./copy_faults.ts";
import type { CopyJournal } from "./journal_file.ts";
import type { CopyPlace } from "./open_place.ts";
import { scriptDigests } from "./script_digests.ts";

export interface CarriedCopy {
  readonly verb: CopyEnd["verb"];
  readonly core: Core;
  readonly faults: CopyFaults;
  readonly source: CopyPlace;
  readonly destination: CopyPlace | null;
  readonly settings: CopySettings;
  readonly journal: CopyJournal;
  readonly pairs: readonly CopyPair[];
  /** Of all of them, if that is known. */
  readonly totalBytes: number | null;
  readonly passedOver: readonly string[];
  /** What cannot be copied as it is, found before anything was. */
  readonly refused?: readonly CopyTrouble[];
  /** Objects at the place that no pair names; asked for at the end. */
  readonly unnamed?: () => AsyncIterable<string>;
  /** Saves what is to be kept; resolves to what it was and where it is. */
  readonly keep: (
    entries: readonly CopiedEntry[],
  ) => Promise<CopyEnd["kept"]>;
}

const SYNC_MS = 1000;

export async function carryOutCopy(
  context: Context,
  args: Args,
  copy: CarriedCopy,
): Promise<ExitCode> {
  const { core, faults, settings, pairs, journal } = copy;
  const output = args.text("json") === "-" ? context.stderr : context.stdout;
  const tally = tallyOf(copy, args.has("debug"));
  for (const line of faultLines(faults.armed, args, context.processId)) {
    output.write(`${line}\n`);
  }
  const interrupt = listenForInterrupt(context);
  armWay(faults.way, interrupt.signal);
  const over = new AbortController();
  const startNs = context.clock.nowNs();
  const display = showCopy({
    context,
    output,
    manners: mannersOf(context, output, args),
    isQuiet: args.has("quiet"),
    tally,
    totalBytes: copy.totalBytes,
    startNs,
  }, over.signal);
  const syncing = syncJournal(context, journal, over.signal);
  let entries: readonly CopiedEntry[];
  let elapsedNs = 0;
  let unnamed: Unnamed | null = null;
  try {
    entries = await runCopy({
      ports: {
        ...copyPorts(context, core),
        digest: (bytes, kinds) => scriptDigests(core, bytes, kinds),
      },
      source: copy.source,
      destination: copy.destination,
      settings,
      journal,
      tally,
      pairs,
      signal: interrupt.signal,
    });
    elapsedNs = context.clock.nowNs() - startNs;
    unnamed = await unnamedOf(copy, args, interrupt.signal);
  } finally {
    over.abort();
    await Promise.all([display, syncing]);
    interrupt.end();
  }
  const end: CopyEnd = {
    verb: copy.verb,
    source: copy.source.url,
    destination: copy.destination?.url ?? null,
    digests: digestsShown(settings.digests),
    tally,
    passedOver: copy.passedOver,
    ...{ unnamed, elapsedNs },
    memoryBytes: settings.memoryBytes,
    residentBytesMax: core.usage().residentBytesMax,
    isInterrupted: interrupt.signal.aborted,
    faults: faults.met(),
    kept: await copy.keep(entries),
  };
  output.write(renderCopy(end));
  await tellJson(context, args, end);
  return copyExit(end);
}

async function unnamedOf(
  { unnamed }: CarriedCopy,
  args: Args,
  signal: AbortSignal,
): Promise<Unnamed | null> {
  const describe = (error: unknown) => sentenceOf(error, args.has("debug"));
  return unnamed === undefined
    ? null
    : await collectUnnamed(unnamed(), { signal, describe });
}

function tallyOf(copy: CarriedCopy, debug: boolean): CopyTally {
  const { pairs, refused = [] } = copy;
  const tally = new CopyTally({
    totalObjects: pairs.length + refused.length,
    isRead: copy.destination === null,
    describe: (error) => sentenceOf(error, debug),
    kindOf: (error) => kindOf(copy.verb, error),
  });
  tally.troubles.push(...refused);
  return tally;
}

function digestsShown(digests: readonly DigestKind[]): readonly string[] {
  return digests.length === 0 ? ["crc64nvme"] : digests;
}

async function syncJournal(
  { clock }: Context,
  journal: CopyJournal,
  signal: AbortSignal,
): Promise<void> {
  while (journal.isKept && !signal.aborted) {
    await clock.sleepMs(SYNC_MS, signal);
    journal.sync();
  }
}

async function tellJson(
  context: Context,
  args: Args,
  end: CopyEnd,
): Promise<void> {
  const path = args.text("json");
  if (path === undefined) return;
  const text = `${JSON.stringify(copyJson(end), null, 2)}\n`;
  if (path === "-") context.stdout.write(text);
  else await writeFileAtomic(absolutePath(context.cwd, path), text);
}

/**
 * What the store states of the bytes that it just took is a finding when it is
 * something else; so is an object that is gone, once a manifest names it.
 */
function kindOf(verb: CopyEnd["verb"], error: unknown): CopyTrouble["kind"] {
  if (mistakesOf(error) !== undefined) return "refused";
  if (!(error instanceof StorageError)) return "failed";
  const isFinding = error.kind === "ChecksumMismatch" ||
    verb === "checked" && error.kind === "NotFound";
  return isFinding ? "finding" : "failed";
}

function sentenceOf(error: unknown, debug: boolean): string {
  const wayOut = error instanceof StorageError && error.kind === "AlreadyExists"
    ? ": give --overwrite to replace it"
    : "";
  return firstLine(renderFailure(error, { debug }).text) + wayOut;
}

function firstLine(text: string): string {
  return text.replace(/^stor-verify: /, "").split("\n")[0] ?? "";
}
