import { assertEquals } from "@std/assert";
import { rerunCommand } from "../../../engine/report/rerun_command.ts";
import { recording } from "../../_support/report_fixture.ts";

Deno.test("rerunCommand() has the seed, and words that a shell keeps whole", () => {
  const made = recording({ rerun: [], repeat: [] });
  const { plan: { profile, seed } } = made;
  assertEquals(
    rerunCommand(made, ["a", "b c"]),
    `stor-verify run --profile ${profile.name} --target a --target 'b c' ` +
      `--seed ${seed}`,
  );
});
