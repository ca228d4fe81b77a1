import { assertEquals, assertStringIncludes } from "@std/assert";
import { runCli } from "../_support/cli.ts";
import { crc32c } from "../engine/workloads/table/ipc_format.ts";
import { frameJson } from "../../engine/workloads/table/framed_json.ts";
import { withTablePlace } from "../_support/table_place.ts";

/** No process has it: the system numbers them up to 4194304. */
const GONE = 4194305;

async function table(...words: readonly string[]) {
  return await runCli(["table", ...words]);
}

Deno.test("table ls names every table below, with version and rows", async () => {
  await withTablePlace(async ({ append, url }) => {
    await append(0, 10, "lake/a");
    await append(0, 5, "lake/b");
    await append(5, 5, "lake/b");
    const { exit, out } = await table("ls", url);
    assertEquals([exit, out], [
      0,
      "table   version  rows  columns\n" +
      "lake/a  1        10    3\n" +
      "lake/b  2        10    3\n",
    ]);
  });
});

Deno.test("table show and log tell versions, columns, groups and files", async () => {
  await withTablePlace(async ({ append, url }) => {
    const one = await append(0, 10);
    const later = { name: "later", type: { name: "int32" }, nullable: true };
    await one.begin().addField(later).commit();
    const shown = await table("show", url);
    assertEquals(shown.exit, 0);
    for (
      const line of [
        "version      2 in form 2, after version 1",
        'column       "id" int64 not null',
        'column       "later" int32',
        "group        1: id, name, value; 1 parquet files",
        "rows 0 to 10",
      ]
    ) assertStringIncludes(shown.out, line);
    const old = await table("show", url, "--version", "1", "--json");
    assertEquals(JSON.parse(old.out).columns.length, 3);
    const log = await table("log", url);
    assertStringIncludes(log.out, "+ 10 rows; + id int64; + name utf8");
    assertStringIncludes(log.out, "+ later int32\n");
    assertEquals(JSON.parse((await table("log", url, "--json")).out).length, 2);
  });
});

Deno.test("table log and ls tell versions that are gone, broken or newer, and by the exit code", async () => {
  await withTablePlace(async ({ append, url }) => {
    let made = await append(0, 10);
    for (let row = 10; row < 50; row += 10) made = await append(row, 10);
    await made.store.delete("_metadata/manifest-2.svm");
    await made.store.delete("_metadata/manifest-3.svm");
    const gone = await table("log", url);
    assertEquals(gone.exit, 1);
    const sentence = "Versions 2 to 3 are not there, and version 4 is";
    assertStringIncludes(gone.out, sentence);
    assertEquals((await table("ls", url)).exit, 0);
    const beyond = await table("show", url, "--version", "9");
    assertStringIncludes(beyond.err, "the newest is version 5");
    const lost = await table("show", url, "--version", "3");
    assertEquals([beyond.exit, lost.exit], [2, 1]);
    await made.store.put("_metadata/manifest-6.svm", new Uint8Array(3));
    const broken = await table("ls", url);
    assertEquals(broken.exit, 1);
    assertStringIncludes(broken.out, ".      5        50    3  version 6 is ");
  });
  await withTablePlace(async ({ append, url }) => {
    const made = await append(0, 10);
    const kind = { magic: "SVTM", formMax: 99, crc32c };
    const newer = frameJson(kind, 99, { version: 2 });
    await made.store.put("_metadata/manifest-2.svm", newer);
    for (const action of ["ls", "log"]) {
      const { exit, out } = await table(action, url);
      assertEquals(exit, 3, action);
      assertStringIncludes(out, "it has form 99");
    }
  });
});

Deno.test("table check tells each damage once", async () => {
  await withTablePlace(async ({ append, url }) => {
    const { manifest, store } = await append(0, 10);
    await store.delete(manifest.groups[0]?.files[0]?.path ?? "");
    const { exit, out } = await table("check", url);
    assertEquals(exit, 1);
    assertEquals(out.match(/WRONG/g)?.length, 1);
    assertStringIncludes(out, "verdict   1 finding\n");
  });
});

Deno.test("table scan prints the rows of a condition, a line each", async () => {
  await withTablePlace(async ({ append, url }) => {
    await append(0, 100);
    const some = await table(
      "scan",
      url,
      "--where",
      "id >= 97",
      "--columns",
      "id",
    );
    assertEquals([some.exit, some.out], [0, "id\n97\n98\n99\n"]);
    const few = await table("scan", url, "--limit", "2", "--json");
    assertEquals(
      few.out.trim().split("\n").map((line) => JSON.parse(line).id),
      [0, 1],
    );
    const all = await table("scan", url, "--limit", "0", "--columns", "id");
    assertEquals(all.out.trim().split("\n").length, 101);
  });
});

Deno.test("table check calls a whole table whole, and removes orphans on request", async () => {
  await withTablePlace(async ({ append, folder, open, rows, url }) => {
    await append(0, 100);
    const writer = await (await open()).writer(rows.schema);
    await writer.write(rows.batch(0, 3));
    await writer.close();
    const { exit, out } = await table("check", url);
    assertEquals(exit, 0);
    for (const line of ["orphan    _data/", "verdict   whole", "100 read"]) {
      assertStringIncludes(out, line);
    }
    const removed = await table("check", url, "--remove-orphans");
    assertStringIncludes(removed.out, "removed   _data/");
    const staged = `${folder}/.stor-verify/0a1b2c3d-${GONE}-1`;
    await Deno.mkdir(`${folder}/.stor-verify`, { recursive: true });
    await Deno.writeTextFile(staged, "half");
    const left = await table("check", url);
    const line = `unfinished  .stor-verify/0a1b2c3d-${GONE}-1  4 B`;
    assertStringIncludes(left.out, line);
    assertEquals([left.exit, Deno.statSync(staged).size], [0, 4]);
    const gone = await table("check", url, "--remove-orphans", "--json");
    assertEquals(JSON.parse(gone.out).removed, 1);
    const again = JSON.parse((await table("check", url, "--json")).out);
    assertEquals([again.orphans, again.findings], [[], []]);
    assertEquals([...Deno.readDirSync(folder)].length > 0, true);
  });
});

Deno.test("table check leaves what a process writes beside the table, and says so", async () => {
  await withTablePlace(async ({ append, folder, url }) => {
    await append(0, 10, "a");
    const staged = `${folder}/.stor-verify/0a1b2c3d-${Deno.pid}-1`;
    await Deno.mkdir(`${folder}/.stor-verify`, { recursive: true });
    await Deno.writeTextFile(staged, "of table b");
    const { exit, out } = await table(
      ...["check", url, "--path", "a", "--remove-orphans"],
    );
    const left = "10 B  left: a process writes it, for this table or another";
    assertStringIncludes(out, `-${Deno.pid}-1  ${left}`);
    assertEquals([exit, Deno.statSync(staged).size], [0, 10]);
    assertEquals(out.includes("removed"), false);
  });
});

Deno.test("table check ends with 1 for a bit that is wrong, and names the file", async () => {
  await withTablePlace(async ({ append, url }) => {
    const made = await append(0, 100);
    const path = made.manifest.groups[0]?.files[0]?.path ?? "";
    const bytes = await made.store.get(path);
    bytes[30] = (bytes[30] ?? 0) ^ 1;
    await made.store.put(path, bytes);
    const { exit, out } = await table("check", url);
    assertEquals(exit, 1);
    assertStringIncludes(out, `WRONG     file sum: The CRC32C of "${path}"`);
    assertEquals((await table("scan", url)).exit, 1);
  });
});

Deno.test("table says what is no table, what is newer, and what was typed wrong", async () => {
  await withTablePlace(async ({ append, url }) => {
    for (const action of ["show", "log", "scan", "check"]) {
      const { err, exit } = await table(action, url);
      assertEquals(exit, 3);
      assertStringIncludes(err, "there is no manifest below");
    }
    const none = await table("ls", url);
    const sentence = `No table lies at or below "${url}": there is no ` +
      'manifest below any "_metadata/"\n';
    assertEquals([none.exit, none.out], [0, sentence]);
    const listed = await table("ls", url, "--json");
    assertEquals([listed.exit, JSON.parse(listed.out)], [0, []]);
    assertEquals((await table("ls", `${url}/gone`)).exit, 3);
    for (
      const [action, path] of [
        ["show", "/a"],
        ["ls", "/a"],
        ["ls", "../x"],
      ] as const
    ) {
      const { err, exit } = await table(action, url, "--path", path);
      assertEquals(exit, 2, `${action} ${path}`);
      assertStringIncludes(err, `Cannot use "${path}" as the path`);
    }
    const made = await append(0, 10);
    for (
      const [words, text] of [
        [["scan", "--columns", "nam"], 'column "nam"'],
        [["scan", "--where", "id >"], "condition"],
        [["scan", "--limit", "few"], "whole number"],
        [["show", "--limit", "3"], "it is for scan"],
        [["look"], "look"],
      ] as const
    ) {
      const [action, ...rest] = words;
      const { err, exit } = await table(action, url, ...rest);
      assertEquals(exit, 2, err);
      assertStringIncludes(err.toLowerCase(), text);
    }
    const bytes = await made.store.get("_metadata/manifest-1.svm");
    const torn = bytes.slice(0, 50);
    await made.store.put("_metadata/manifest-2.svm", torn);
    const passed = await table("scan", url, "--limit", "1");
    assertEquals(passed.exit, 1);
    assertStringIncludes(passed.err, "Version 2 is passed over");
    const kind = { magic: "SVTM", formMax: 99, crc32c };
    const newer = frameJson(kind, 99, { version: 2 });
    await made.store.put("_metadata/manifest-2.svm", newer);
    for (const action of ["show", "scan"]) {
      const { err, exit } = await table(action, url);
      assertEquals(exit, 3);
      assertStringIncludes(err, "99");
    }
  });
});
