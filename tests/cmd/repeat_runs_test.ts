import { assert, assertEquals, assertThrows } from "@std/assert";
import { main } from "../../cmd/mod.ts";
import { readRepeat } from "../../cmd/repeat_runs.ts";
import { UsageError } from "../../cmd/usage_error.ts";
import { testContext } from "../_support/cli.ts";

function argsOf(given: Readonly<Record<string, string>>) {
  return {
    positionals: [],
    has: (name: string) => name in given,
    text: (name: string) => given[name],
    texts: () => [],
  };
}

Deno.test("readRepeat() is once without the flag, and refuses nonsense", () => {
  assertEquals(readRepeat(argsOf({})), 1);
  assertEquals(readRepeat(argsOf({ repeat: "5" })), 5);
  for (const repeat of ["0", "-1", "x", "1.5", "1001"]) {
    assertThrows(() => readRepeat(argsOf({ repeat })), UsageError, "1 to 1000");
  }
  assertThrows(
    () => readRepeat(argsOf({ repeat: "2", resume: "last" })),
    UsageError,
    "about one run",
  );
  assertThrows(
    () => readRepeat(argsOf({ repeat: "2", json: "-" })),
    UsageError,
    "JSON of several runs",
  );
});

const PROFILE = `name: tiny
steps:
  - { name: fill, load: block, op: write, pattern: sequential,
      blockSize: 64KiB, total: 1MiB }
  - { name: back, load: block, op: read, pattern: sequential,
      blockSize: 64KiB, total: 1MiB, verify: always }
`;

Deno.test("run --repeat runs one plan each time and compares its targets", async () => {
  const cwd = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${cwd}/tiny.yaml`, PROFILE);
    const context = testContext({
      cwd,
      env: { STOR_VERIFY_RUNS: `${cwd}/runs` },
    });
    const exit = await main([
      ...["run", "--profile", "tiny.yaml", "--repeat", "2", "--quiet"],
      ...["--target", `file://${cwd}/a`, "--target", `file://${cwd}/b`],
      ...["--json", "r.json"],
    ], context);
    assertEquals(exit, 0, context.err());
    const read = async (mark: string) =>
      JSON.parse(await Deno.readTextFile(`${cwd}/r-${mark}.json`));
    const [one, two, both] = [
      await read("1"),
      await read("2"),
      await read("compare"),
    ];
    assertEquals(one.seed, two.seed);
    const order = ({ targets }: { targets: { name: string }[] }) =>
      targets.map(({ name }) => name);
    assertEquals(order(one), order(two).toReversed());
    assertEquals(
      both.groups.map(({ runs }: { runs: unknown[] }) => runs.length),
      [2, 2],
    );
    assert(context.out().includes("too few runs"));
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
});
