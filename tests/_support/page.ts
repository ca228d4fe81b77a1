/**
 * A page of the docs as a test sees it: commands, files and pictures of output.
 * Goes in: Markdown; comes out: its blocks in order.
 *
 * `sh` blocks hold commands, one a line; `# exit 1` or `# exit 0 or 5` behind
 * one says how it may end. `yaml` blocks whose first line is `# name.yaml` are files. A `text`
 * block is a picture of what the last command before it printed; `...` in it
 * stands for lines left out.
 */

/** One line that a reader would type. */
export interface PageCommand {
  /** From 1. */
  readonly line: number;
  /** Without prompt, without comment, in one line. */
  readonly typed: string;
  /** Of ours: words without the name of the program; else `null`. */
  readonly words: readonly string[] | null;
  /** File that stdout goes into. */
  readonly into?: string;
  readonly exits: readonly number[];
}

export type PageBlock =
  | { readonly kind: "commands"; readonly commands: readonly PageCommand[] }
  | { readonly kind: "file"; readonly name: string; readonly text: string }
  | Picture;

/** What a reader may compare with his own screen. */
export interface Picture {
  readonly kind: "picture";
  /** Of its first line, from 1. */
  readonly line: number;
  readonly text: string;
  /** Begins at the first line that begins so; absent: at the first line. */
  readonly from?: string;
  readonly linesMax: number;
  /** Words of a command of its own; absent: the last one before it. */
  readonly of?: readonly string[];
}

const FENCE = /^```(\w*)([^\n]*)\n([\s\S]*?)^```$/gm;
const FILE_NAME = /^# ([\w.-]+\.ya?ml)\b/;

/** Blocks without a language, and of others, are left to the reader. */
export function readPage(markdown: string): PageBlock[] {
  return [...markdown.matchAll(FENCE)].flatMap((match): PageBlock[] => {
    const [, language, look = "", text = ""] = match;
    const line = markdown.slice(0, match.index).split("\n").length + 1;
    const name = FILE_NAME.exec(text)?.[1];
    if (language === "sh") {
      return [{ kind: "commands", commands: readCommands(text, line) }];
    }
    if (language === "yaml" && name !== undefined) {
      return [{ kind: "file", name, text }];
    }
    return language === "text" ? [picture(look, { line, text })] : [];
  });
}

/**
 * `from=WORD` and `lines=N` behind the fence say what of it is shown, and
 * `of="WORDS"` which command prints it, where the page has none.
 */
function picture(
  look: string,
  { line, text }: { readonly line: number; readonly text: string },
): Picture {
  const from = /\bfrom=(\S+)/.exec(look)?.[1];
  const own = /\bof="([^"]+)"/.exec(look)?.[1];
  return {
    ...{ kind: "picture", line, text },
    ...(from !== undefined && { from }),
    ...(own !== undefined && { of: shellWords(own) }),
    linesMax: Number(/\blines=(\d+)/.exec(look)?.[1] ?? Infinity),
  };
}

/** The part of an output that a picture shows, with `...` where it is cut. */
export function pictureOf(output: string, { from, linesMax }: Picture): string {
  const lines = output.trimEnd().split("\n");
  const at = from === undefined
    ? 0
    : lines.findIndex((line) => line.startsWith(from));
  if (at < 0) throw new Error(`No line of the output begins with "${from}"`);
  const shown = lines.slice(at, at + linesMax).map((line) => line.trimEnd());
  const rest = lines.length > at + linesMax ? ["..."] : [];
  return [...shown, ...rest].map((line) => `${line}\n`).join("");
}

function readCommands(text: string, first: number): PageCommand[] {
  const commands: PageCommand[] = [];
  let open = "";
  for (const [index, raw] of text.split("\n").entries()) {
    const line = open + raw.trim();
    if (line.endsWith("\\")) {
      open = line.slice(0, -1);
      continue;
    }
    open = "";
    if (line === "" || line.startsWith("#")) continue;
    commands.push(readCommand(line, first + index));
  }
  return commands;
}

function readCommand(text: string, line: number): PageCommand {
  const said = /# exit (\d+(?:(?:,| or) \d+)*)/.exec(text)?.[1] ?? "0";
  const exits = said.split(/, | or /).map(Number);
  const typed = text.replace(/^\S*\$ +/, "").replace(/\s+#.*$/, "");
  const ours = /^(?:\.\/)?stor-verify\s+(.*)$/.exec(typed);
  if (ours === null) return { line, typed, words: null, exits };
  // What another program does with the output is not ours.
  const [own = ""] = (ours[1] ?? "").split(" | ");
  const [rest = "", into] = own.split(/ > (?=[\w.\/-]+$)/);
  return {
    ...{ line, typed, exits, words: shellWords(rest) },
    ...(into !== undefined && { into }),
  };
}

/** As a shell splits it; nothing is expanded. */
export function shellWords(text: string): string[] {
  return (text.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [])
    .map((word) =>
      word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_, one, two) => one ?? two)
    );
}

/** The command of a picture that has one of its own. */
export function commandOf({ line, of }: Picture): PageCommand | null {
  if (of === undefined) return null;
  const typed = `stor-verify ${of.join(" ")}`;
  return { line, typed, words: of, exits: [] };
}

/**
 * Words at the beginnings of lines and of columns that a picture has and the
 * output has not: what a reader would look for in vain. Figures, names of
 * places and ids are of each run.
 */
export function staleLabels(picture: string, output: string): string[] {
  const there = new Set(output.split("\n").flatMap(labelsOf));
  return picture.split("\n").filter((line) => line.trim() !== "...")
    .flatMap(labelsOf).filter((label) => !there.has(label));
}

/**
 * The first word of a row with columns, and all words of a row of heads. Units
 * follow the speed of a host, and so does whether a rate was ever steady.
 */
function labelsOf(line: string): string[] {
  const cells = line.trim().split(/ {2,}/);
  const isHead = cells.length > 3 && !cells.some((one) => /^[-\d]/.test(one));
  return (cells.length < 2 ? [] : isHead ? cells : cells.slice(0, 1))
    .map((cell) => cell.replace(/ (ns|us|ms|s)$/, ""))
    .filter((cell) => /^(p[\d.]+|[A-Za-z][A-Za-z ,-]*)$/.test(cell))
    .filter((cell) => !/^(ns|us|ms|s)$|^steady/.test(cell));
}
