import { assertEquals } from "@std/assert";
import {
  deleteFiles,
  deleteOwned,
} from "../../../backends/wrap/owned_files.ts";
import { entriesOf } from "../../../backends/wrap/folder_claim.ts";
import { withScratch } from "../_scratch.ts";

function make(folder: string, paths: readonly string[]): void {
  for (const path of paths) {
    const parent = `${folder}/${path}`.replace(/\/[^/]*$/, "");
    Deno.mkdirSync(parent, { recursive: true });
    Deno.writeTextFileSync(`${folder}/${path}`, "x");
  }
}

Deno.test("deleteFiles() removes a link and not what it points to", async () => {
  await withScratch(async (folder) => {
    Deno.writeTextFileSync(`${folder}/diary`, "mine");
    Deno.symlinkSync(`${folder}/diary`, `${folder}/sv-0.dat`);
    assertEquals(await deleteFiles(folder, ["sv-0.dat", "gone"]), ["sv-0.dat"]);
    assertEquals(await entriesOf(folder), ["diary"]);
  });
});

Deno.test("deleteOwned() takes away what keys left below their entries", async () => {
  await withScratch(async (folder) => {
    make(folder, ["conform-1-2%/a%/b", "conform-1-2%/k", "%2E.", "diary"]);
    const entries = ["conform-1-2%", "%2E.", "never-made"];
    const owned = { files: [], entries, pid: 7 };
    assertEquals(await deleteOwned(folder, owned), ["conform-1-2%", "%2E."]);
    assertEquals(await entriesOf(folder), ["diary"]);
  });
});

Deno.test("deleteOwned() leaves what no key can have made, and its folders", async () => {
  await withScratch(async (folder) => {
    make(folder, ["a%/k", "a%/.hidden", "a%/b%/not a key", "c%/k"]);
    Deno.symlinkSync(`${folder}/c%`, `${folder}/link%`);
    const owned = { files: [], entries: ["a%", "link%"], pid: 7 };
    assertEquals(await deleteOwned(folder, owned), []);
    assertEquals(await entriesOf(folder), ["a%", "c%", "link%"]);
    assertEquals(await entriesOf(`${folder}/a%`), [".hidden", "b%"]);
    assertEquals(await entriesOf(`${folder}/c%`), ["k"]);
  });
});

Deno.test("deleteOwned() takes what its own process staged, and no other's", async () => {
  await withScratch(async (folder) => {
    const staging = `${folder}/.stor-verify`;
    make(staging, ["0123abcd-7-1", "0123abcd-8-1", "notes"]);
    const owned = { files: [], pid: 7 };
    await deleteOwned(folder, owned);
    assertEquals(await entriesOf(staging), ["0123abcd-8-1", "notes"]);
    await deleteOwned(folder, { ...owned, pid: 8 });
    Deno.removeSync(`${staging}/notes`);
    await deleteOwned(folder, owned);
    assertEquals(await entriesOf(folder), []);
  });
});
