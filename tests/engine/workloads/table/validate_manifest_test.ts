import { assertEquals, assertThrows } from "@std/assert";
import { type Manifest } from "../../../../engine/workloads/table/manifest.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";
import { validateManifest } from "../../../../engine/workloads/table/validate_manifest.ts";
import { appended, newTable } from "./table_fixture.ts";

Deno.test("validateManifest() lets a sound version pass, and finds each breach", async () => {
  const { manifest } = await appended(await newTable(), 0, 4);
  validateManifest(manifest);
  const [group] = manifest.groups;
  const [file] = group?.files ?? [];
  if (group === undefined || file === undefined) throw new TypeError("no file");
  const broken: [string, Partial<Manifest>][] = [
    ["Misaligned", { rowCount: 3 }],
    ["SchemaMismatch", { groups: [group, { ...group, id: 9 }] }],
    ["SchemaMismatch", { groups: [{ ...group, columns: ["id", "id"] }] }],
    ["SchemaMismatch", { groups: [{ ...group, columns: ["other"] }] }],
    ["Misaligned", { groups: [{ ...group, files: [file, file] }] }],
    ["Misaligned", { groups: [{ ...group, ranges: [{ start: 0, end: 2 }] }] }],
    ["InvalidArgument", {
      groups: [{ ...group, files: [{ ...file, rows: { start: 2, end: 2 } }] }],
    }],
    ["SchemaMismatch", {
      schema: manifest.schema.map((change) => ({
        ...change,
        added: [
          ...change.added,
          { name: "z", type: { name: "int64" }, nullable: false },
        ],
      })),
    }],
  ];
  for (const [kind, change] of broken) {
    const error = assertThrows(
      () => validateManifest({ ...manifest, ...change }),
      TableError,
    );
    assertEquals(error.kind, kind);
  }
});
