/**
 * One state of one trial for people: what was done to the disk before the cut,
 * what became of each of it, the files that are left, and the judgement.
 */
import { crc32 } from "node:zlib";
import type { DiskEvent, DiskImage } from "./disk_log.ts";
import { pendingAfter } from "./pending.ts";
import type { CutState } from "./power_cuts.ts";
import type { PreparedTrial } from "./trial.ts";

/** What is told beside the state itself. */
export interface ReplayOptions {
  readonly prepared: PreparedTrial;
  readonly state: CutState;
  /** What the judge said; `null`: nothing is wrong. */
  readonly sentence: string | null;
}

/** Several lines, each with its end. */
export function replayText(options: ReplayOptions): string {
  const { prepared: { cuts }, sentence, state } = options;
  const { durable } = pendingAfter(cuts.log, state.events);
  const lines = [
    `disk      ${state.events} of ${cuts.log.length} entries before the cut`,
    ...cuts.log.slice(0, state.events).map((event, at) =>
      `  ${String(at).padStart(4)}  ${
        fateText(event, at, { durable, state }).padEnd(18)
      }  ${eventText(event)}`
    ),
    `lost      ${state.lost}`,
    "image",
    ...imageLines(state.image),
    `judgement ${sentence ?? "Every promise is kept"}`,
  ];
  return lines.map((line) => `${line}\n`).join("");
}

interface Known {
  readonly durable: ReadonlySet<number>;
  readonly state: CutState;
}

function fateText(
  event: DiskEvent,
  at: number,
  { durable, state: { fate } }: Known,
): string {
  const isChange = event.kind !== "note" && event.kind !== "sync" &&
    event.kind !== "syncFolder" && event.kind !== "lose";
  if (!isChange) return "";
  if (durable.has(at)) return "durable";
  if (!fate.landed.has(at)) return "dropped";
  if (fate.torn?.index !== at) return "kept";
  return `cut at ${fate.torn.bytes} bytes`;
}

function eventText(event: DiskEvent): string {
  switch (event.kind) {
    case "write":
      return `write ${event.bytes.length} bytes at ${event.offset} of inode ` +
        `${event.inode}`;
    case "make":
      return `make ${event.isFolder ? "folder" : "file"} "${event.path}", ` +
        `inode ${event.inode}`;
    case "rename":
      return `rename "${event.from}" to "${event.to}"`;
    case "link":
      return `link inode ${event.inode} as "${event.path}"`;
    case "remove":
      return `remove "${event.path}"`;
    case "sync":
      return `sync inode ${event.inode}${
        event.covers === undefined ? "" : coversText(event.covers)
      }`;
    case "lose":
      return `sync inode ${event.inode} failed`;
    case "syncFolder":
      return `sync folder "${event.path}"`;
    case "note":
      return `promised: ${event.note}`;
  }
}

function coversText(covers: ReadonlySet<number>): string {
  return covers.size === 0
    ? ", which covers nothing"
    : `, which covers ${[...covers].join(" ")}`;
}

function imageLines(image: DiskImage): string[] {
  return [...image].flatMap(([path, node]) => {
    if (node.kind === "folder") return path === "/" ? [] : [`  ${path}/`];
    const sum = crc32(node.bytes).toString(16).padStart(8, "0");
    return [`  ${path}  ${node.bytes.length} bytes, CRC-32 ${sum}`];
  });
}
