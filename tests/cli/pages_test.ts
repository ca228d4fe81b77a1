/**
 * Every command of every page of the docs is carried out, in small, and ends
 * as the page says; what its pictures show is what is printed. A command that
 * cannot run here stands in `page_gaps.ts` with its reason.
 */
import { assert, assertEquals } from "@std/assert";
import { bundlePage } from "../../cmd/bundle_page.ts";
import {
  commandOf,
  type PageBlock,
  type PageCommand,
  readPage,
  staleLabels,
} from "../_support/page.ts";
import { gapOf, GAPS, isGap } from "../_support/page_gaps.ts";
import { type PageEnd, PagePlace } from "../_support/page_place.ts";

const EXAMPLES = new URL("../examples/", import.meta.url);
const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

/** Variables that the README has a reader set. */
const ENV = { LAB_KEY: "lab-key", LAB_SECRET: "lab-secret", AZURE_KEY: "eA==" };

/** From the pages' own folder. */
const README = "../../README.md";

async function pageNames(): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(EXAMPLES)) {
    if (name.endsWith(".md")) names.push(name);
  }
  return names.sort();
}

function commandsOf(blocks: readonly PageBlock[]): PageCommand[] {
  return blocks.flatMap((block) =>
    block.kind === "commands" ? block.commands : []
  );
}

/** In its own folder; files first, as a reader has them when he types. */
async function tryPage(name: string): Promise<void> {
  const blocks = readPage(await Deno.readTextFile(new URL(name, EXAMPLES)));
  const folder = await Deno.makeTempDir({ prefix: "stor-verify-page-" });
  const place = new PagePlace(folder, { env: ENV });
  // What the pages copy.
  await Deno.mkdir(`${folder}/data/models`, { recursive: true });
  await Deno.writeTextFile(`${folder}/data/models/a.bin`, "a".repeat(70_000));
  // Pages of reports have a script, which no other test need have made.
  await bundlePage(ROOT);
  let last: PageEnd | undefined;
  let shown = "";
  try {
    for (const block of blocks) {
      if (block.kind === "file") await place.keep(block.name, block.text);
      const own = block.kind === "picture" ? commandOf(block) : null;
      if (own !== null && own.typed !== shown) {
        last = await place.carryOut(own);
        shown = own.typed;
      }
      if (block.kind === "picture" && last !== undefined) {
        assertEquals(
          staleLabels(block.text, last.out + last.err),
          [],
          `${name}:${block.line} shows what is not printed:\n${last.out}`,
        );
      }
      if (block.kind !== "commands") continue;
      for (const command of block.commands) {
        if (gapOf(command) !== undefined) continue;
        last = await place.carryOut(command);
        const told = `${name}:${command.line} ${command.typed}\n` +
          last.err + last.out;
        assert(command.exits.includes(last.exit), `${last.exit}: ${told}`);
      }
    }
  } finally {
    await place.close();
    await Deno.remove(folder, { recursive: true });
  }
}

const NAMES = await pageNames();

const PAGES = [README, ...NAMES.filter((one) => one !== "README.md")];

for (const name of PAGES) {
  Deno.test(`each command of ${name} does what it says there`, () =>
    tryPage(name));
}

Deno.test("every gap is one of some page, and every page is listed", async () => {
  const texts = await Promise.all(
    [README, ...NAMES].map((name) =>
      Deno.readTextFile(new URL(name, EXAMPLES))
    ),
  );
  const typed = texts.flatMap((text) => commandsOf(readPage(text)))
    .map(({ words }) => `stor-verify ${words?.join(" ") ?? ""}`);
  const idle = Object.keys(GAPS)
    .filter((gap) => !typed.some((one) => isGap(one, gap)));
  assertEquals(idle, []);
  const index = await Deno.readTextFile(new URL("README.md", EXAMPLES));
  for (const name of NAMES) {
    assert(name === "README.md" || index.includes(`(${name})`), name);
  }
});
