import { assertEquals, assertRejects } from "@std/assert";
import {
  isEntryName,
  isPlainName,
  type Marker,
  MARKER_NAME,
  readMarker,
  writeMarker,
} from "../../../backends/wrap/marker.ts";
import { withScratch } from "../_scratch.ts";

const MARKER: Marker = {
  version: 1,
  runId: "aa11",
  createdAt: "2026-11-21T00:00:00.000Z",
  files: ["a.dat"],
  pid: 1,
  host: "h",
  state: "running",
  madeFolder: true,
};

Deno.test("writeMarker() reads back, and leaves nothing beside it", async () => {
  await withScratch(async (folder) => {
    await writeMarker(folder, MARKER, true);
    assertEquals(await readMarker(folder), MARKER);
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
    assertEquals(names, [MARKER_NAME]);
  });
});

Deno.test("writeMarker() of a new one never replaces another", async () => {
  await withScratch(async (folder) => {
    await writeMarker(folder, MARKER, true);
    const other = { ...MARKER, runId: "bb22" };
    await assertRejects(
      () => writeMarker(folder, other, true),
      Deno.errors.AlreadyExists,
    );
    assertEquals((await readMarker(folder))?.runId, "aa11");
    await writeMarker(folder, other, false);
    assertEquals((await readMarker(folder))?.runId, "bb22");
  });
});

Deno.test("isPlainName() takes no name that could leave its folder", () => {
  for (const name of ["sv-1.dat", "A_b.0"]) {
    assertEquals(isPlainName(name), true);
  }
  for (
    const name of ["", ".", "..", ".x", "a/b", "a\\b", "a b", "a\n", "-rf"]
  ) {
    assertEquals(isPlainName(name), false, name);
  }
});

Deno.test("isEntryName() takes what keys make, and nothing that leaves the folder", () => {
  for (const name of ["k", "conform-1-2%", "%2E.", "%", "%="]) {
    assertEquals(isEntryName(name), true, name);
  }
  for (const name of ["", ".", "..", ".x", "a/b", "a b", "%zz", "a\0"]) {
    assertEquals(isEntryName(name), false, name);
  }
});

Deno.test("readMarker() refuses entries that no key can have made", async () => {
  await withScratch(async (folder) => {
    await writeMarker(folder, { ...MARKER, entries: ["k%"] }, true);
    assertEquals((await readMarker(folder))?.entries, ["k%"]);
    const forged = { ...MARKER, entries: ["../k"] };
    await writeMarker(folder, forged, false);
    await assertRejects(() => readMarker(folder), Error, "damaged");
  });
});
