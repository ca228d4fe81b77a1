import { assertEquals } from "@std/assert";
import { readZip, writeZip } from "../../../../engine/workloads/loader/zip.ts";
import { assertCutsAreTold, faultOf } from "./tensor_fixture.ts";

const FILES = new Map([
  ["a", Uint8Array.of(1, 2, 3)],
  ["ü/b", new Uint8Array()],
]);

Deno.test("readZip() gives back names and bytes in their order", () => {
  const files = readZip(writeZip(FILES));
  assertEquals([...files], [...FILES]);
});

Deno.test("readZip() tells every cut", () => {
  assertCutsAreTold(writeZip(FILES), readZip);
});

Deno.test("readZip() tells a flipped byte of a member by its sum", () => {
  const archive = writeZip(FILES);
  archive[31] = 9;
  assertEquals(faultOf(() => readZip(archive)), "checksum");
});

Deno.test("readZip() finds the table before a comment", () => {
  const archive = writeZip(FILES);
  const commented = new Uint8Array(archive.length + 5);
  commented.set(archive);
  assertEquals(readZip(commented).size, 2);
});

Deno.test("readZip() refuses a compressed member by name", () => {
  const archive = writeZip(FILES);
  const central = archive.length - 22 - (46 + 1) - (46 + 4);
  archive[central + 10] = 8;
  assertEquals(faultOf(() => readZip(archive)), "unsupported");
});

Deno.test("readZip() refuses a table that points elsewhere", () => {
  const archive = writeZip(FILES);
  const central = archive.length - 22 - (46 + 1) - (46 + 4);
  archive[central + 42] = 1;
  assertEquals(faultOf(() => readZip(archive)), "malformed");
  const short = writeZip(FILES);
  short[short.length - 22 + 10] = 1;
  assertEquals(faultOf(() => readZip(short)), "malformed");
});
