/** Promises of `engine/workloads/block/lay_out.ts`, through whole plans. */
import { assertEquals } from "@std/assert";
import {
  facts,
  GiB,
  input,
  MiB,
  planned,
  refusals,
  target,
} from "../../plan/plan_input.ts";

Deno.test("layOutBlocks() takes the size, else the largest total, else 1 GiB", () => {
  const write = "{name: a, load: block, op: write, total: 2GiB}";
  const read = "{name: b, load: block, op: read, total: 1GiB}";
  const sizes = [
    input([write, read], { top: "size: 3GiB" }),
    input([write, read]),
    input(["{name: b, load: block, op: read}"]),
  ].map((options) => planned(options).space.fileBytes / GiB);
  assertEquals(sizes, [3, 2, 1]);
});

Deno.test("layOutBlocks() makes files of whole blocks of every step", () => {
  const { space } = planned(input([
    "{name: a, load: block, op: write, blockSize: 12KiB, total: 1MiB}",
    "{name: b, load: block, op: read, blockSize: 8KiB}",
  ], { top: "files: 3" }));
  assertEquals(space.fileBytes % (24 * 1024), 0);
  assertEquals(space.fileBytes * 3 >= MiB, true);
  assertEquals(space.files.map(({ name }) => name), [
    "sv-0123456789abcdef-000.dat",
    "sv-0123456789abcdef-001.dat",
    "sv-0123456789abcdef-002.dat",
  ]);
  assertEquals(new Set(space.files.map((file) => file.objectId)).size, 3);
});

Deno.test("layOutBlocks() refuses block sizes that no file can hold whole", () => {
  const sizes = [4093, 4091, 4079].map((units, index) =>
    `{name: s${index}, load: block, op: read, blockSize: ${units * 512}B}`
  );
  const options = input(sizes, { top: "files: 2\nunit: 512B\nsize: 1GiB" });
  assertEquals(refusals(options), [
    "files: Cannot divide the space into 2 files that hold whole blocks of " +
    "every step: use block sizes that divide each other",
  ]);
  assertEquals(
    refusals({ ...options, profile: { ...options.profile, files: 1 } }),
    [],
  );
});

Deno.test("layOutBlocks() hands the shape of the bytes to the space", () => {
  const { space } = planned(input([
    "{name: a, load: block, op: read}",
    "{name: b, load: block, op: write, compress: 50%, dedupe: 12.5%}",
  ]));
  assertEquals([space.compressPermille, space.dedupePermille], [500, 125]);
});

Deno.test("layOutBlocks() needs no room where nothing is kept", () => {
  const none = target({ facts: facts({ kind: "null", freeBytes: 0 }) });
  const step = "{name: a, load: block, op: write, total: 1GiB}";
  assertEquals(refusals(input([step], { targets: [none] })), []);
});
