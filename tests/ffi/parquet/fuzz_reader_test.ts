import { assert, assertEquals, assertRejects } from "@std/assert";
import { loadCore } from "../../../ffi/mod.ts";
import { fuzzReader } from "./fuzz_reader.ts";
import { goldenFiles } from "./golden_files.ts";
import { damage } from "./mutations.ts";
import { seeded } from "../seeded.ts";

/** What the limits of the reader allow, and what the engine has of its own. */
const GROWTH_BYTES_MAX = 3 * 2 ** 29;

Deno.test("Files that lie are read or refused in a sentence, without harm", async () => {
  using core = loadCore();
  const tally = await fuzzReader({
    core: core.pages(),
    seed: 6,
    fileCount: 600,
    growthBytesMax: GROWTH_BYTES_MAX,
  });
  // Both ways are tried, and many reasons.
  assert(tally.read > 50 && tally.refused > 300, JSON.stringify(tally));
  assert(tally.sentences.size > 20, [...tally.sentences.keys()].join("\n"));
});

Deno.test("Anything but a FormatError names the file that it came of", async () => {
  using core = loadCore();
  const pages = { ...core.pages() };
  const broken = {
    ...pages,
    crc32: () => {
      throw new TypeError("crc32 is broken");
    },
  };
  const options = { seed: 1, fileCount: 50, growthBytesMax: GROWTH_BYTES_MAX };
  await assertRejects(
    () => fuzzReader({ ...options, core: broken }),
    Error,
    "of seed 1: ",
  );
});

Deno.test("Memory that a file takes beyond the limit is found", async () => {
  using core = loadCore();
  const options = { seed: 1, fileCount: 50, growthBytesMax: -1 };
  await assertRejects(
    () => fuzzReader({ ...options, core: core.pages() }),
    Error,
    "bytes of memory",
  );
});

Deno.test("damage() does the same for the same numbers, and changes a file", () => {
  const [[, bytes] = ["", new Uint8Array(0)]] = goldenFiles();
  let same = 0;
  for (let seed = 1; seed < 200; seed++) {
    const [one, two] = [seed, seed].map((seed) =>
      damage({ bytes, other: bytes }, seeded(seed))
    );
    assertEquals(one, two);
    const isSame = one?.bytes.length === bytes.length &&
      one.bytes.every((byte, at) => byte === bytes[at]);
    if (isSame) same++;
  }
  assert(same < 40, `${same} files are as they were`);
});
