import { assertEquals } from "@std/assert";
import { type Claim, claimFolder, readMarker } from "../../../backends/mod.ts";
import { MARKER_NAME } from "../../../backends/wrap/marker.ts";
import { assertKind } from "../_rejects.ts";
import { withScratch } from "../_scratch.ts";

function claim(folder: string): Promise<Claim> {
  const files = ["sv-0.dat", "sv-1.dat"];
  return claimFolder(folder, { runId: "aa11", files, replace: false });
}

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

Deno.test("release() deletes what the marker lists and nothing else", async () => {
  await withScratch(async (scratch) => {
    const folder = `${scratch}/new`;
    const claimed = await claim(folder);
    Deno.writeTextFileSync(`${folder}/sv-1.dat`, "x");
    Deno.writeTextFileSync(`${folder}/diary`, "mine");
    Deno.mkdirSync(`${folder}/sv-0.dat`);
    const released = await claimed.release({ delete: true });
    assertEquals(released, {
      deleted: ["sv-1.dat"],
      left: ["diary", "sv-0.dat"],
      removedFolder: false,
    });
    assertEquals(namesIn(folder), ["diary", "sv-0.dat"]);
  });
});

Deno.test("release() without delete leaves files and says their state", async () => {
  await withScratch(async (folder) => {
    const claimed = await claim(folder);
    Deno.writeTextFileSync(`${folder}/sv-0.dat`, "x");
    await claimed.release({ delete: false, state: "interrupted" });
    assertEquals((await readMarker(folder))?.state, "interrupted");
    assertEquals(namesIn(folder), [MARKER_NAME, "sv-0.dat"]);
  });
});

Deno.test("Claim.add() lists files made later, so that they go as well", async () => {
  await withScratch(async (folder) => {
    const claimed = await claim(folder);
    await claimed.add(["late.dat"]);
    Deno.writeTextFileSync(`${folder}/late.dat`, "x");
    const { deleted } = await claimed.release({ delete: true });
    assertEquals(deleted, ["late.dat"]);
    assertEquals(namesIn(folder), []);
  });
});

Deno.test("Claim.addEntry() lists what keys make, of many at a time", async () => {
  await withScratch(async (folder) => {
    const claimed = await claim(folder);
    const names = Array.from({ length: 20 }, (_, at) => `k${at}%`);
    await Promise.all(names.map((name) => claimed.addEntry(name)));
    assertEquals((await readMarker(folder))?.entries, names);
    Deno.mkdirSync(`${folder}/k7%`);
    Deno.writeTextFileSync(`${folder}/k7%/x`, "x");
    await claimed.release({ delete: true });
    assertEquals(namesIn(folder), []);
    for (const name of ["a/b", "..", ".x", "", "no key"]) {
      await assertKind(() => claimed.addEntry(name), "InvalidKey");
    }
  });
});

Deno.test("release() says when somebody took the marker away", async () => {
  await withScratch(async (folder) => {
    const claimed = await claim(folder);
    await Deno.remove(`${folder}/${MARKER_NAME}`);
    await assertKind(() => claimed.release({ delete: true }), "NotFound");
  });
});

Deno.test("release() takes away the marker that a killed process half wrote", async () => {
  await withScratch(async (scratch) => {
    const folder = `${scratch}/new`;
    const claimed = await claim(folder);
    const aside = `${folder}/${MARKER_NAME}.aa11.${Deno.pid}.tmp`;
    Deno.writeTextFileSync(aside, "{");
    const released = await claimed.release({ delete: true });
    assertEquals(released.removedFolder, true);
    assertEquals(namesIn(scratch), []);
  });
});
