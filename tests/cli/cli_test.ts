/** Every folder beside this file is one command line and what it prints. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import {
  markVarying,
  readCase,
  runCase,
  updateCase,
} from "../_support/golden_case.ts";

const HERE = new URL(".", import.meta.url).pathname;
const CASES = [...Deno.readDirSync(HERE)]
  .filter((entry) => entry.isDirectory)
  .map((entry) => entry.name)
  .sort();

for (const name of CASES) {
  Deno.test(`stor-verify: ${name.replaceAll("-", " ")}`, async () => {
    const folder = `${HERE}${name}`;
    const got = await runCase(folder);
    if (Deno.env.get("GOLDEN_UPDATE") === "1") await updateCase(folder, got);
    assertEquals(got, await readCase(folder));
  });
}

Deno.test("a golden case is caught when the text differs by a letter", async () => {
  const folder = `${HERE}${CASES[0]}`;
  const [got, expected] = [await runCase(folder), await readCase(folder)];
  const changed = { ...got, exit: "9\n" };
  assertEquals(got, expected);
  assertNotEquals(changed, expected);
});

Deno.test("markVarying() hides what differs from run to run and nothing else", () => {
  assertEquals(
    markVarying("run 0123456789abcdef took 8 s of 4096 in /t/a", "/t"),
    "run <run> took 8 s of 4096 in <path>/a",
  );
});

Deno.test("there are golden cases", () => {
  assert(CASES.length > 0);
});
