import { assert, assertEquals } from "@std/assert";
import { main } from "../../cmd/mod.ts";
import { type TestContext, testContext } from "../_support/cli.ts";

const PROFILE = `name: tiny
steps:
  - {name: fill, load: block, op: write, blockSize: 64KiB, total: 1MiB}
  - {name: load, load: block, op: read, pattern: random, ops: 200}
`;

async function sweep(
  typed: readonly string[],
  hear: (context: TestContext) => void = () => {},
) {
  const cwd = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${cwd}/tiny.yaml`, PROFILE);
    const context = testContext({ cwd, env: { STOR_VERIFY_RUNS: `${cwd}/r` } });
    const stderr = {
      ...context.stderr,
      write(text: string) {
        context.stderr.write(text);
        hear(context);
      },
    };
    const exit = await main([
      ...["sweep", "--profile", "tiny.yaml", "--json", "-"],
      ...["--target", `file://${cwd}/t`, ...typed],
    ], { ...context, stderr });
    const left = [...Deno.readDirSync(cwd)].map(({ name }) => name).sort();
    return { exit, left, out: context.out(), err: context.err() };
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

Deno.test("sweep runs every combination, and goes on after one that is refused", async () => {
  const { exit, out, err, left } = await sweep([
    ...["--vary", "blockSize=4KiB,1000B,8KiB", "--vary", "depth=1,2"],
  ]);
  assertEquals(exit, 2, err);
  const { rows, varied } = JSON.parse(out);
  assertEquals(varied, ["blockSize", "depth"]);
  assertEquals(
    rows.map(({ outcome }: { outcome: string }) => outcome),
    ["done", "done", "refused", "refused", "done", "done"],
  );
  assert(rows[0].measured.opsPerSecond > 0);
  assert(err.includes("run 6 of 6") && err.includes("most MB/s"), err);
  assertEquals(left, ["r", "tiny.yaml"]);
});

Deno.test("sweep shows what it has when it is interrupted", async () => {
  const { exit, out, err } = await sweep(
    ["--vary", "depth=1,2,3"],
    (context) => context.send("SIGINT"),
  );
  assertEquals(exit, 130, err);
  assertEquals(JSON.parse(out).rows.length <= 1, true);
  assert(err.includes("of 3 combinations"), err);
});

Deno.test("sweep refuses what it cannot vary before it runs anything", async () => {
  const { exit, err, left } = await sweep(["--vary", "size=1"]);
  assertEquals([exit, left], [2, ["tiny.yaml"]]);
  assert(err.includes("blockSize, lanes, depth, rate"), err);
});
