/**
 * Makes the pictures of the pages again: carries their commands out as a reader
 * would, over the places that they name, and writes into each `text` block
 * what was printed. Run by `deno task pictures`, on a host that has these
 * places; a test holds the pictures against what is printed in small.
 */
import {
  commandOf,
  type PageCommand,
  type Picture,
  pictureOf,
  readPage,
} from "./_support/page.ts";
import { gapOf } from "./_support/page_gaps.ts";
import { PagePlace } from "./_support/page_place.ts";

/** From the folder of the pages. */
const README = "../../README.md";

/** Variables that the README has a reader set. */
const ENV = { LAB_KEY: "lab-key", LAB_SECRET: "lab-secret", AZURE_KEY: "eA==" };

const EXAMPLES = new URL("examples/", import.meta.url);

interface CommandPlace {
  readonly name: string;
  readonly hasMore: boolean;
  /** A picture of what it prints follows. */
  readonly isNear: boolean;
}

/**
 * Nothing after the last picture is needed, but for what takes away. The README
 * shows much that would take hours, and no picture of it.
 */
function isNeeded(
  { words }: PageCommand,
  { hasMore, isNear, name }: CommandPlace,
): boolean {
  if (name === README) return isNear;
  return hasMore || words?.[0] === "clean";
}

async function retakePage(name: string): Promise<void> {
  const url = new URL(name, EXAMPLES);
  const text = await Deno.readTextFile(url);
  const blocks = readPage(text);
  const last = blocks.findLastIndex(({ kind }) => kind === "picture");
  if (last < 0) return;
  const folder = await Deno.makeTempDir({ prefix: "stor-verify-pictures-" });
  const place = new PagePlace(folder, { env: ENV, isWhole: true });
  const taken: [Picture, string][] = [];
  let printed = "";
  let shownOf = "";
  try {
    for (const [index, block] of blocks.entries()) {
      if (block.kind === "file") await place.keep(block.name, block.text);
      const own = block.kind === "picture" ? commandOf(block) : null;
      if (own !== null && own.typed !== shownOf) {
        tell(`${name}:${own.line} ${own.typed}\n`);
        printed = (await place.carryOut(own)).out;
        shownOf = own.typed;
      }
      if (block.kind === "picture") {
        const shown = pictureOf(printed.replaceAll(folder, "~"), block);
        taken.push([block, shown]);
      }
      if (block.kind !== "commands") continue;
      for (const command of block.commands) {
        if (gapOf(command) !== undefined) continue;
        const next = blocks[index + 1];
        const isNear = next?.kind === "picture" && next.of === undefined;
        if (!isNeeded(command, { hasMore: index < last, isNear, name })) {
          continue;
        }
        tell(`${name}:${command.line} ${command.typed}\n`);
        const end = await place.carryOut(command);
        if (!command.exits.includes(end.exit)) {
          throw new Error(`ended with ${end.exit}:\n${end.err}${end.out}`);
        }
        printed = end.out;
      }
    }
  } finally {
    await place.close();
    await Deno.remove(folder, { recursive: true });
  }
  await Deno.writeTextFile(url, withPictures(text, taken));
}

function tell(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(text));
}

/** From the last one up, so that lines keep their numbers. */
function withPictures(
  text: string,
  taken: readonly (readonly [Picture, string])[],
): string {
  return taken.toReversed().reduce((lines, [{ line, text }, shown]) => {
    const count = text.split("\n").length - 1;
    return lines.toSpliced(line - 1, count, ...shown.trimEnd().split("\n"));
  }, text.split("\n")).join("\n");
}

if (import.meta.main) {
  const names = Deno.args.length > 0 ? Deno.args : [
    README,
    ...[...Deno.readDirSync(EXAMPLES)].map(({ name }) => name).sort(),
  ];
  for (const name of names) {
    if (name.endsWith(".md")) await retakePage(name);
  }
}
