/** The promises of cmd/run_targets.ts. */
import { assertEquals, assertThrows } from "@std/assert";
import { TargetsError } from "../../backends/mod.ts";
import { targetsOfRun } from "../../cmd/run_targets.ts";
import { makeArgs } from "../_support/args.ts";
import { testContext } from "../_support/cli.ts";

const FILE = `targets:
  one: { url: "s3://bucket/x", endpoint: "http://127.0.0.1:1" }
  two: { url: "s3://bucket/x", endpoint: "http://127.0.0.1:2" }
  moved: { url: "file:///elsewhere" }
`;

Deno.test("targetsOfRun() takes a name where it still means the same place", async () => {
  const path = await Deno.makeTempFile({ suffix: ".yaml" });
  await Deno.writeTextFile(path, FILE);
  const place = { folder: null, oracle: null, kept: true };
  const found = targetsOfRun(
    testContext(),
    makeArgs({ config: [path] }),
    [
      { ...place, target: "two", url: "s3://bucket/x" },
      { ...place, target: "moved", url: "file:///mnt/old" },
    ],
  );
  assertEquals(found.map(({ name, url }) => [name, url.text]), [
    ["two", "s3://bucket/x"],
    ["moved", "file:///mnt/old"],
  ]);
  assertEquals(found[0]?.settings, { endpoint: "http://127.0.0.1:2" });
  await Deno.remove(path);
});

Deno.test("targetsOfRun() looks for a named store nowhere else", async () => {
  const path = await Deno.makeTempFile({ suffix: ".yaml" });
  await Deno.writeTextFile(path, FILE);
  const place = {
    ...{ folder: null, oracle: null, kept: true },
    isStore: true as const,
  };
  const find = (target: string, url: string) =>
    targetsOfRun(testContext(), makeArgs({ config: [path] }), [
      { ...place, target, url },
    ]);
  assertThrows(() => find("gone", "s3://bucket/x"), TargetsError, "--config");
  assertThrows(() => find("one", "s3://other/x"), TargetsError, "--config");
  const url = "s3://bucket/x";
  assertEquals(find(url, url).map(({ name }) => name), [url]);
  await Deno.remove(path);
});
