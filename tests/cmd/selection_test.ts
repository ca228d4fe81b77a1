/** The promises of cmd/selection.ts. */
import { assertEquals, assertThrows } from "@std/assert";
import { readOverrides, readSelection } from "../../cmd/selection.ts";
import { UsageError } from "../../cmd/usage_error.ts";
import { makeArgs } from "../_support/args.ts";
import { testContext } from "../_support/cli.ts";

const CONTEXT = testContext({ cwd: "/nowhere" });

Deno.test("readSelection() without flags is quick over two scratch folders", () => {
  const selection = readSelection(CONTEXT, makeArgs());
  assertEquals(selection.profile.name, "quick");
  assertEquals(selection.targets.map(({ url }) => url.text), [
    "file:///nowhere/stor-verify-scratch",
    "direct:///nowhere/stor-verify-scratch-direct",
  ]);
  assertEquals(selection.seed, undefined);
});

Deno.test("readSelection() prefers --target and --seed", () => {
  const selection = readSelection(
    CONTEXT,
    makeArgs({ target: ["mem:"], seed: ["7"] }),
  );
  assertEquals(selection.targets.map(({ url }) => url.text), ["mem:"]);
  assertEquals(selection.seed, "7");
});

Deno.test("readSelection() tells mistakes of flags, profile and targets together", () => {
  const error = assertThrows(() =>
    readSelection(
      CONTEXT,
      makeArgs({ size: ["1"], profile: ["qiuck"], config: ["absent.yaml"] }),
    )
  );
  assertEquals(error instanceof UsageError && error.mistakes.length, 3);
});

Deno.test("readOverrides() refuses sizes and durations without a unit, and zero", () => {
  const mistakes = (flags: Record<string, readonly string[]>) =>
    assertThrows(() => readOverrides(makeArgs(flags)), UsageError).mistakes;
  assertEquals(mistakes({ size: ["4096"], duration: ["60"] }), [
    'Cannot use --size: Cannot read "4096" as a size: give a unit, as in 4KiB',
    'Cannot use --duration: Cannot read "60" as a duration: give a unit, ' +
    "as in 60s",
  ]);
  assertEquals(mistakes({ size: ["0MiB"] }).length, 1);
});

Deno.test("readOverrides() says what was changed, as it was typed", () => {
  const overrides = readOverrides(makeArgs({ size: ["1MiB"], io: ["psync"] }));
  assertEquals(overrides, {
    text: "--size 1MiB --io psync",
    sizeBytes: 2 ** 20,
    io: "psync",
  });
});
