/** The promises of cmd/choose_targets.ts. */
import { assertEquals, assertThrows } from "@std/assert";
import { TargetsError } from "../../backends/mod.ts";
import { chooseTargets, readTargetTable } from "../../cmd/choose_targets.ts";
import { testContext } from "../_support/cli.ts";

const NONE = { table: new Map(), cwd: "/w" };

function mistakes(body: () => unknown): readonly string[] {
  return assertThrows(body, TargetsError).mistakes;
}

Deno.test("chooseTargets() takes URLs and names, in order", () => {
  const targets = chooseTargets(["direct:///b", "local"], NONE);
  assertEquals(targets.map(({ url }) => url.text), [
    "direct:///b",
    "file:///w/stor-verify-scratch",
  ]);
});

Deno.test("chooseTargets() tells every name that means nothing", () => {
  const names = ["nowhere", "flie:///x", "file:///a", "file:///a"];
  const found = mistakes(() => chooseTargets(names, NONE));
  assertEquals(found.length, 3);
  assertEquals(found[2], 'Target "file:///a" is given twice: give it once');
});

Deno.test("chooseTargets() gives a serial to disks that have none", () => {
  const targets = chooseTargets(["direct:///dev/x", "mem:"], {
    ...NONE,
    eraseDevice: "S1",
  });
  assertEquals(targets.map(({ settings }) => settings["eraseDevice"]), [
    "S1",
    undefined,
  ]);
});

Deno.test("readTargetTable() reads the file that the flag names", async () => {
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, "targets: { fast: { url: 'file:///f' } }");
  const table = readTargetTable(testContext(), { text: () => path });
  assertEquals(table.get("fast")?.url.text, "file:///f");
  await Deno.remove(path);
});

Deno.test("readTargetTable() is empty without a file, unless one was asked for", () => {
  const context = testContext({ cwd: "/nowhere" });
  assertEquals(readTargetTable(context, { text: () => undefined }).size, 0);
  mistakes(() => readTargetTable(context, { text: () => "absent.yaml" }));
});
