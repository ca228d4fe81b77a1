/** The last line of `doctor`: what to type next, for what it found. */
import { shellWord } from "../../engine/mod.ts";
import type { Check } from "./check.ts";

/** What was asked, and what came out. */
export interface Examined {
  readonly checks: readonly Check[];
  /** What `--path` named; absent: the current folder. */
  readonly path?: string;
  /** Whether it is a block device. */
  readonly isDevice: boolean;
  /** Flags that the next command needs as well: `--runs DIR`. */
  readonly repeat: readonly string[];
}

/** A whole sentence: the command, and what it does. */
export interface NextCommand {
  readonly command: string;
  /** What it does, in a phrase. */
  readonly does: string;
}

/** Of a host on which no run is possible it is what to ask after the remedy. */
export function nextCommand(examined: Examined): NextCommand {
  const { checks, isDevice, path, repeat } = examined;
  const typed = (...words: readonly string[]) =>
    ["stor-verify", ...words, ...repeat].map(shellWord).join(" ");
  if (checks.some(({ state, essential }) => state === "missing" && essential)) {
    const own = path === undefined ? [] : ["--path", path];
    return {
      command: typed("doctor", ...own),
      does: 'asks again, once what "FAIL" names is mended',
    };
  }
  if (path !== undefined && isDevice) {
    return {
      command: typed("plan", "--target", `direct://${path}`),
      does: "says what a run would erase; it touches nothing",
    };
  }
  const isOf = (name: string) =>
    checks.find((check) => check.name === name)?.state === "works";
  const small = isOf("free space") ? [] : ["--size", "64MiB"];
  if (path === undefined) {
    return {
      command: typed("run", ...small),
      does: "about a minute, in two scratch folders made and removed here",
    };
  }
  const scheme = isOf("O_DIRECT") ? "direct" : "file";
  return {
    command: typed("run", "--target", folderUrl(scheme, path), ...small),
    does: "half a minute, in a folder made and removed there",
  };
}

/** A folder of its own: one that is not empty is refused. */
function folderUrl(scheme: string, path: string): string {
  return `${scheme}://${path.replace(/\/$/, "")}/stor-verify-scratch`;
}

/** `next  COMMAND`, and below it what it does. */
export function renderNext({ command, does }: NextCommand): string {
  return `\nnext  ${command}\n      ${does}\n`;
}
