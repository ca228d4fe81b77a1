import { assert, assertEquals } from "@std/assert";
import { main } from "../../cmd/mod.ts";
import { type TestContext, testContext } from "../_support/cli.ts";

const PROFILE = `name: tiny
steps:
  - {name: fill, load: block, op: write, blockSize: 64KiB, total: 1MiB}
  - {name: load, load: block, op: read, pattern: random, duration: 200ms}
`;

async function inPlace(
  body: (context: TestContext, cwd: string) => Promise<void>,
): Promise<void> {
  const cwd = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${cwd}/tiny.yaml`, PROFILE);
    const env = { STOR_VERIFY_RUNS: `${cwd}/runs` };
    await body(testContext({ cwd, env }), cwd);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

function typed(cwd: string, ...more: readonly string[]): string[] {
  return [
    ...["find-limit", "--profile", "tiny.yaml", "--json", "l.json"],
    ...["--target", `file://${cwd}/t`, ...more],
  ];
}

async function result(cwd: string) {
  return JSON.parse(await Deno.readTextFile(`${cwd}/l.json`));
}

Deno.test("find-limit ends with 5 when no rate meets the objective", async () => {
  await inPlace(async (context, cwd) => {
    const exit = await main(
      typed(cwd, "--objective", "max <= 1ns"),
      context,
    );
    assertEquals(exit, 5, context.out() + context.err());
    const { targets: [target] } = await result(cwd);
    assertEquals([target.outcome, target.limitPerSecond], ["never", null]);
    assertEquals(target.trials[0].askedPerSecond, 1000);
    assert(context.out().includes("There is no limit to find: even at"));
    assert(context.err().startsWith("try 1: 1,000/s"));
    const left = [...Deno.readDirSync(cwd)].map(({ name }) => name);
    assertEquals(left.sort(), ["l.json", "runs", "tiny.yaml"]);
  });
});

Deno.test("find-limit shows what it has when it is interrupted", async () => {
  await inPlace(async (context, cwd) => {
    const stderr = {
      ...context.stderr,
      write(text: string) {
        context.stderr.write(text);
        context.send("SIGINT");
      },
    };
    const exit = await main(
      typed(cwd, "--objective", "max <= 1h"),
      { ...context, stderr },
    );
    assertEquals(exit, 130, context.err());
    const { targets: [target] } = await result(cwd);
    assertEquals([target.outcome, target.trials.length], ["interrupted", 1]);
    assert(context.out().includes("The search was interrupted"));
  });
});

Deno.test("find-limit refuses what cannot run before it runs anything", async () => {
  await inPlace(async (context, cwd) => {
    const exit = await main(
      ["find-limit", "--objective", "p99 <= 5ms", "--target", "s4://x"],
      context,
    );
    assertEquals(exit, 2);
    assertEquals(context.out(), "");
    const left = [...Deno.readDirSync(cwd)].map(({ name }) => name);
    assertEquals(left, ["tiny.yaml"]);
  });
});
