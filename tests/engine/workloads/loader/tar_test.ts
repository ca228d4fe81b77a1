import { assertEquals, assertThrows } from "@std/assert";
import { readTar, writeTar } from "../../../../engine/workloads/loader/tar.ts";
import { faultOf, silentFlips } from "./tensor_fixture.ts";

const FILES = [
  { name: "a.txt", bytes: Uint8Array.of(1, 2, 3) },
  { name: "folder/b.bin", bytes: new Uint8Array() },
  { name: "c", bytes: new Uint8Array(512).fill(7) },
];

Deno.test("readTar() gives back files in their order, and by their range", () => {
  const { bytes, ranges } = writeTar(FILES);
  assertEquals(readTar(bytes), { files: FILES, othersCount: 0 });
  ranges.forEach(({ offset, sizeBytes }, index) => {
    const part = bytes.subarray(offset, offset + sizeBytes);
    assertEquals(readTar(part, true).files, FILES.slice(index, index + 1));
  });
});

Deno.test("readTar() tells every cut before the empty blocks", () => {
  const { bytes } = writeTar(FILES);
  for (let at = 0; at < bytes.length - 512; at += 37) {
    assertEquals(faultOf(() => readTar(bytes.slice(0, at))), "truncated");
  }
});

Deno.test("readTar() tells every flipped bit of a header", () => {
  const { bytes } = writeTar([{ name: "a", bytes: Uint8Array.of(1) }]);
  const headers = silentFlips(
    bytes.subarray(0, 1024),
    (part) => readTar(part, true),
  ).filter((at) => at < 512);
  // Around the digits of the sum itself, a zero and a space mean the same.
  const fill = [148, 154, 155];
  assertEquals(headers.filter((at) => !fill.includes(at)), []);
});

Deno.test("writeTar() splits a long name at a slash, and refuses without", () => {
  const name = `${"d".repeat(120)}/${"f".repeat(90)}`;
  const file = { name, bytes: Uint8Array.of(1) };
  assertEquals(readTar(writeTar([file]).bytes).files, [file]);
  for (const bad of ["x".repeat(101), "", `${"d".repeat(156)}/f`]) {
    assertThrows(
      () => writeTar([{ name: bad, bytes: file.bytes }]),
      RangeError,
      "100 bytes",
    );
  }
});

Deno.test("readTar() counts what is no file, and takes names of pax", () => {
  const pax = writeTar([{
    name: "pax",
    bytes: new TextEncoder().encode("18 path=long name\n"),
  }]).bytes.slice(0, 1024);
  setType(pax, "x");
  const folder = writeTar([{ name: "f/", bytes: new Uint8Array() }])
    .bytes.slice(0, 512);
  setType(folder, "5");
  const file = writeTar([{ name: "short", bytes: Uint8Array.of(1) }]).bytes;
  const bytes = new Uint8Array([...folder, ...pax, ...file]);
  assertEquals(readTar(bytes), {
    files: [{ name: "long name", bytes: Uint8Array.of(1) }],
    othersCount: 1,
  });
});

/** Changes the type of an entry, and its sum with it. */
function setType(header: Uint8Array, type: string): void {
  header[156] = type.charCodeAt(0);
  header.fill(0x20, 148, 156);
  const sum = header.subarray(0, 512).reduce((all, byte) => all + byte, 0);
  const text = `${sum.toString(8).padStart(6, "0")}\0`;
  header.set(new TextEncoder().encode(text), 148);
}
