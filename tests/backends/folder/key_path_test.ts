import { assert, assertEquals } from "@std/assert";
import { keyPath, readName } from "../../../backends/folder/key_path.ts";
import { keyBytes } from "../../../backends/key.ts";
import { seededNumbers } from "../../../backends/seeded.ts";

const SEED = 7;

/** The key bytes that a listing would read back from the names. */
function readBack(key: string): string {
  const { folders, name } = keyPath(key);
  return [...folders, name].map((part) => {
    const meaning = readName(part);
    if (meaning === undefined) throw new Error(`${part} means nothing`);
    return meaning.bytes;
  }).join("");
}

function randomKey(next: () => number): string {
  const pool = [
    "/",
    ".",
    "..",
    "%",
    "+",
    "=",
    "a",
    "\u{1f600}",
    "\0",
    "x".repeat(79),
  ];
  const count = 1 + next() % 12;
  return Array.from({ length: count }, () => pool[next() % pool.length])
    .join("");
}

Deno.test(`keyPath() can be read back, and no two keys share a file, seed=${SEED}`, () => {
  const next = seededNumbers(SEED);
  const paths = new Map<string, string>();
  for (let i = 0; i < 5000; i++) {
    const key = randomKey(next);
    assertEquals(readBack(key), keyBytes(key));
    const { folders, name } = keyPath(key);
    const path = [...folders, name].join("/");
    assertEquals(paths.get(path) ?? key, key, "two keys share a file");
    paths.set(path, key);
  }
});

Deno.test("keyPath() gives only names that stay below the root", () => {
  const next = seededNumbers(SEED);
  const keys = ["..", ".", "../../etc/passwd", "/etc", "a\0b", "\n", ""];
  for (let i = 0; i < 2000; i++) keys.push(randomKey(next));
  for (const key of keys) {
    const { folders, name } = keyPath(key);
    for (const part of [...folders, name]) {
      assert(/^[A-Za-z0-9_\-+=,@~!()%][\w.\-+=,@~!()%]*$/.test(part), part);
      assert(part.length <= 255, `${part.length}`);
    }
  }
});

Deno.test("keyPath() leaves plain keys as they are", () => {
  assertEquals(keyPath("train/img-01.bin"), {
    folders: ["train%"],
    name: "img-01.bin",
  });
});

Deno.test("keyPath() fits 1024 bytes of the worst key into PATH_MAX", () => {
  const { folders, name } = keyPath("%".repeat(1024));
  assert([...folders, name].join("/").length < 3400);
  const slashes = keyPath("/".repeat(1024));
  assert([...slashes.folders, slashes.name].join("/").length < 3400);
});

Deno.test("readName() takes only the one way to write a name", () => {
  for (const name of [".x", "a b", "%2f", "%41", "%zz", "a%+", "%+", "é", ""]) {
    assertEquals(readName(name), undefined, name);
  }
});
