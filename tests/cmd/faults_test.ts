/** The promises of cmd/faults.ts. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { runCli } from "../_support/cli.ts";
import { withRunPlace } from "../_support/short_profile.ts";

Deno.test("faults lists every point with what it does", async () => {
  const text = await runCli(["faults"]);
  assertEquals(text.exit, 0);
  assertStringIncludes(text.out, "write.lost ");
  const json: { points: unknown[] } = JSON.parse(
    (await runCli(["faults", "--json"])).out,
  );
  assertEquals(text.out.trimEnd().split("\n").length, json.points.length);
});

Deno.test("faults --run adds how often each point was reached and fired", async () => {
  await withRunPlace(async ({ flags, ...place }) => {
    const run = ["run", "--quiet", "--fault", "write.lost:after=5:count=1"];
    assertEquals((await runCli([...run, ...flags], place)).exit, 1);
    const text = (await runCli(["faults", "--run", "last"], place)).out;
    assertMatch(text, /^write\.lost +reached 64 +fired 1 /m);
    assertMatch(text, /^read\.eio +reached 64 +fired 0 /m);
    assertMatch(text, /^sync\.lie +reached 0 +fired 0 /m);
    const json: { points: Record<string, unknown>[] } = JSON.parse(
      (await runCli(["faults", "--run", "last", "--json"], place)).out,
    );
    const lost = json.points.find(({ name }) => name === "write.lost");
    assertEquals([lost?.reached, lost?.fired], [64, 1]);
  });
});

Deno.test("faults --run refuses a clean run, which counted nothing", async () => {
  await withRunPlace(async ({ flags, ...place }) => {
    assertEquals((await runCli(["run", "--quiet", ...flags], place)).exit, 0);
    const end = await runCli(["faults", "--run", "last"], place);
    assertEquals([end.exit, end.out], [2, ""]);
    assertStringIncludes(end.err, "no fault was armed");
  });
});

Deno.test("faults says what to do when there is no library", async () => {
  const end = await runCli(["faults"], {
    env: { STOR_VERIFY_CORE: "/nowhere/libstorcore.so" },
  });
  assertEquals([end.exit, end.out], [3, ""]);
  assertStringIncludes(end.err, '"/nowhere/libstorcore.so"');
  assertStringIncludes(end.err, 'Run "deno task core"');
});
