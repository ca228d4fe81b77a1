/**
 * Applies the rules of the house to the tree: one test per rule, each
 * failing with every place that breaks it. The rules themselves, with a
 * planted breach for each, are tested in `rules/`.
 */
import { type Breach, formatBreaches, type SourceFile } from "./breach.ts";
import { EXEMPTIONS } from "./exemptions.ts";
import { checkAmbient } from "./rules/ambient.ts";
import { checkCycles } from "./rules/cycles.ts";
import { checkDoors } from "./rules/doors.ts";
import { checkEffects } from "./rules/effects.ts";
import { checkEntries } from "./rules/entries.ts";
import { checkHeads } from "./rules/heads.ts";
import { collectImports } from "./rules/imports.ts";
import { checkMirror } from "./rules/mirror.ts";
import { checkNames } from "./rules/names.ts";
import { checkPromises } from "./rules/promises.ts";
import { checkReadmes } from "./rules/readmes.ts";
import { checkRooms } from "./rules/rooms.ts";
import { checkSizes } from "./rules/sizes.ts";
import { checkTyping } from "./rules/typing.ts";
import { checkWords } from "./rules/words.ts";
import { readTree, type Tree } from "./tree.ts";

const ROOT = new URL("../../", import.meta.url);

const ofTypeScript =
  (check: (file: SourceFile) => Breach[]) => ({ files }: Tree) =>
    files.filter((file) => file.path.endsWith(".ts")).flatMap(check);
const ofAll = (check: (file: SourceFile) => Breach[]) => ({ files }: Tree) =>
  files.flatMap(check);

function edgesOf({ files }: Tree) {
  return files.filter((file) => file.path.endsWith(".ts"))
    .flatMap(collectImports);
}

const RULES: Readonly<Record<string, (tree: Tree) => Breach[]>> = {
  "the top of the checkout is fixed": (tree) => checkEntries(tree.entries),
  "imports follow the flow of rooms and stages": (tree) =>
    checkRooms(edgesOf(tree)),
  "imports go in no circle": (tree) => checkCycles(edgesOf(tree)),
  "doors list names": ofTypeScript(checkDoors),
  "files are named after what is inside": ofAll(checkNames),
  "files, functions and lines keep their limits": ofAll(checkSizes),
  "each room has its README": (tree) => checkReadmes(tree.files),
  "each file says what is here": ofAll(checkHeads),
  "no words out of place": ofAll(checkWords),
  "nobody silences the checker": ofTypeScript(checkTyping),
  "importing does nothing": ofTypeScript(checkEffects),
  "nothing is taken from the surroundings": ofTypeScript(checkAmbient),
  "exported names have a sentence": ofTypeScript(checkPromises),
  "each source file has its test": (tree) =>
    checkMirror(tree.files, EXEMPTIONS),
};

for (const [promise, check] of Object.entries(RULES)) {
  Deno.test(promise, async () => {
    const breaches = check(await readTree(ROOT));
    if (breaches.length > 0) {
      throw new Error(
        `${breaches.length} breaches\n${formatBreaches(breaches)}`,
      );
    }
  });
}
