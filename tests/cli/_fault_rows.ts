/**
 * For each fault point the runs that show it: what is armed where, and what
 * becomes of the run then, in the words of `outcomeOf()`.
 */
import {
  type FaultLoad,
  type FaultTarget,
  HELD_MS,
} from "../_support/fault_place.ts";

/** One armed run, and what it must show that the clean one does not. */
export interface FaultRow {
  /** Behind the point's name. */
  readonly plan: string;
  readonly load: FaultLoad;
  readonly targets: readonly FaultTarget[];
  readonly shows: readonly string[];
  readonly isVerified?: boolean;
}

const OFFSETS = ["file", "direct", "mem"] as const;
const STORES = ["s3", "az"] as const;

/** At the ninth write of the second pass. */
const WRITE = ":after=40:count=1";
const READ = ":after=8:count=1";
/** At a key of the second round of puts. */
const PUT = ":after=11:count=1";

function blocks(plan: string, ...shows: readonly string[]): FaultRow {
  return { plan, load: "blocks", targets: OFFSETS, shows };
}

/** Blocks that are objects of a store. */
function stored(plan: string, ...shows: readonly string[]): FaultRow {
  return { plan, load: "blocks", targets: ["s3"], shows };
}

function keys(plan: string, ...shows: readonly string[]): FaultRow {
  return { plan, load: "keys", targets: STORES, shows };
}

function brief(plan: string, ...shows: readonly string[]): FaultRow {
  return { plan, load: "brief", targets: ["s3-sdk"], shows };
}

function load(
  load: FaultLoad,
  plan: string,
  ...shows: readonly string[]
): FaultRow {
  return { plan, load, targets: STORES, shows };
}

function held(load: FaultLoad, target: FaultTarget): FaultRow {
  const plan = `:count=1:arg=${HELD_MS}`;
  return { plan, load, targets: [target], shows: ["held"] };
}

function copies(plan: string, ...shows: readonly string[]): FaultRow {
  const targets = ["file", "direct", "s3", "az"] as const;
  return { plan, load: "copies", targets, shows };
}

function files(plan: string): FaultRow {
  const shows = ["exit 3", "case failed"];
  return { plan, load: "cases", targets: ["file", "direct"], shows };
}

function tables(plan: string): FaultRow {
  const shows = ["exit 3", "tables failed"];
  return { plan, load: "tables", targets: ["file", "s3"], shows };
}

/** Every point of the core: a new one without a row fails the test. */
export const FAULT_PROOFS: Readonly<Record<string, readonly FaultRow[]>> = {
  "submit.eio": [
    blocks(WRITE, "exit 3", "write failed"),
    blocks(":after=72:count=1", "exit 3", "read failed"),
    keys(PUT, "exit 3", "put failed"),
  ],
  "submit.enospc": [
    blocks(WRITE, "exit 3", "write failed"),
    keys(PUT, "exit 3", "put failed"),
  ],
  "submit.eagain": [
    blocks(WRITE, "exit 3", "write failed"),
    keys(PUT, "exit 3", "put failed"),
  ],
  "submit.short": [blocks(WRITE, "short")],
  "write.torn-head": [
    blocks(WRITE, "exit 1", "finding torn"),
    stored(WRITE, "exit 1", "finding torn"),
    keys(`${PUT}:arg=4096`, "exit 1", "finding torn"),
  ],
  "write.torn-tail": [
    blocks(WRITE, "exit 1", "finding torn"),
    stored(WRITE, "exit 1", "finding torn"),
    keys(`${PUT}:arg=4096`, "exit 1", "finding torn"),
  ],
  "write.lost": [
    blocks(WRITE, "exit 1", "finding lost"),
    stored(WRITE, "exit 1", "finding lost"),
    keys(PUT, "exit 1", "finding lost"),
    brief(":after=3:count=1", "exit 1", "finding lost"),
  ],
  "write.misdirect": [
    blocks(`${WRITE}:arg=30`, "exit 1", "finding misdirected"),
    keys(`${PUT}:arg=7`, "exit 1", "finding cross-object"),
  ],
  "write.duplicate": [
    blocks(`${WRITE}:arg=30`, "exit 1", "finding duplicated"),
  ],
  "write.bitflip": [
    blocks(WRITE, "exit 1", "finding bit rot"),
    keys(PUT, "exit 1", "finding bit rot"),
    brief(":after=3:count=1", "exit 1", "finding bit rot"),
  ],
  "write.zero": [
    blocks(WRITE, "exit 1", "finding zeroed"),
    keys(PUT, "exit 1", "finding zeroed"),
  ],
  "write.shift": [
    blocks(WRITE, "exit 1", "finding shifted"),
    stored(WRITE, "exit 1", "finding shifted"),
  ],
  "write.revert": [blocks(WRITE, "exit 1", "finding lost")],
  "read.eio": [
    blocks(READ, "exit 3", "read failed"),
    keys(READ, "exit 3"),
  ],
  "read.short": [
    blocks(READ, "short"),
    keys(":after=2:count=1", "exit 1", "finding truncated"),
    brief(":after=2:count=1", "exit 1", "finding truncated"),
  ],
  "read.bitflip": [
    blocks(READ, "exit 1", "finding bit rot"),
    keys(":after=2:count=1", "exit 1", "finding bit rot"),
  ],
  "read.stale": [
    blocks(READ, "exit 1", "finding lost"),
    keys(":after=2:count=1", "exit 1", "finding lost"),
  ],
  "read.misdirect": [
    // What came is at its own place too.
    blocks(READ, "exit 1", "finding duplicated"),
    keys(":after=2:count=1", "exit 1", "finding cross-object"),
  ],
  "read.zeros": [
    blocks(READ, "exit 1", "finding zeroed"),
    keys(":after=2:count=1", "exit 1", "finding zeroed"),
  ],
  "sync.eio": [{
    plan: ":after=1:count=1",
    load: "synced",
    targets: OFFSETS,
    shows: ["exit 3", "sync failed"],
  }],
  "sync.lie": [{
    plan: "",
    load: "synced",
    targets: ["file", "direct"],
    shows: ["exit 1", "finding zeroed"],
    isVerified: true,
  }],
  "latency.delay": [
    held("blocks", "file"),
    held("keys", "az"),
  ],
  "latency.hang": [
    held("blocks", "file"),
    held("keys", "az"),
  ],
  "http.connect.refused": [
    keys(PUT, "error refused", "tried again: other"),
    keys(":after=11", "exit 3", "put failed"),
    brief(":count=1", "error refused", "tried again: other"),
    stored(WRITE, "exit 3", "write failed"),
  ],
  "http.resolve.fail": [keys(PUT, "error resolve", "tried again: other")],
  "http.tls.fail": [keys(PUT, "exit 3", "error tls", "put failed")],
  "http.send.reset": [keys(PUT, "error reset", "tried again: reset")],
  "http.receive.reset": [
    keys(PUT, "error reset", "tried again: reset"),
    brief(":count=1", "error reset", "tried again: reset"),
    stored(WRITE, "exit 3", "error reset", "write failed"),
  ],
  "http.receive.cut": [
    keys(":count=1", "error truncated", "tried again: reset"),
  ],
  "http.receive.stall": [keys(PUT, "error timeout", "tried again: timeout")],
  "http.status": [
    keys(`${PUT}:arg=500`, "error server", "tried again: server"),
    keys(`${PUT}:arg=403`, "exit 3", "error denied", "put failed"),
    keys(":after=16:count=1:arg=404", "exit 1", "finding lost"),
  ],
  "http.status.after": [keys(PUT, "error server", "tried again: server")],
  "http.throttle": [keys(PUT, "error throttled", "tried again: throttled")],
  "http.error-body": [keys(PUT, "error other", "tried again: server")],
  "http.range.shifted": [
    load("ranges", ":after=2:count=1", "exit 1", "finding misdirected"),
  ],
  "http.range.ignored": [
    load("ranges", ":after=2:count=1", "exit 3", "range failed"),
  ],
  "http.etag.wrong": [keys(":count=1", "exit 1", "finding foreign")],
  "http.checksum.wrong": [{
    plan: PUT,
    load: "keys",
    targets: ["s3-sum"],
    shows: ["exit 1", "finding wrong checksum"],
  }],
  "part.lost": [load("parts", ":after=9:count=1", "exit 3", "upload failed")],
  "part.swap": [
    load("parts", ":after=5:count=1", "exit 1", "finding misdirected"),
  ],
  "list.missing": [load("lists", ":after=2:count=1", "finding lost")],
  "list.extra": [
    load("lists", ":after=2:count=1", "finding foreign"),
    {
      plan: ":after=2:count=1",
      load: "lists",
      targets: ["az-sdk"],
      shows: ["exit 1", "finding foreign"],
    },
  ],
  "list.repeat": [load("lists", ":after=2:count=1", "finding duplicated")],
  "list.size": [load("lists", ":after=2:count=1", "finding truncated")],
  "stream.read.fail": [copies(":count=1", "exit 3", "copies failed")],
  "stream.read.short": [
    copies(":count=1:arg=0", "exit 1", "copies broken"),
  ],
  "stream.read.bitflip": [copies(":count=1", "exit 1", "copies broken")],
  "stream.write.fail": [
    copies(":count=1:arg=28", "exit 3", "copies failed"),
  ],
  "stream.write.bitflip": [copies(":count=1", "exit 1", "copies broken")],
  "stream.publish.fail": [copies(":count=1", "exit 3", "copies failed")],
  "fs.open.fail": [files(":count=1")],
  "fs.read.fail": [files(":count=1")],
  "fs.write.fail": [files(":count=1:arg=28")],
  "fs.sync.fail": [files(":count=1")],
  "fs.rename.fail": [files(":count=1")],
  "fs.folder-sync.fail": [files(":count=1")],
  "writer.flush.fail": [tables(":count=1")],
  "writer.close.fail": [tables(":count=1")],
  "manifest.commit.fail": [tables(":count=1")],
  "manifest.read.fail": [tables(":count=1")],
  "manifest.write.fail": [tables(":count=1")],
};
