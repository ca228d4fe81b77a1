/** The promises of cmd/repeat_flags.ts. */
import { assertEquals } from "@std/assert";
import { repeatFlags, rerunFlags } from "../../cmd/repeat_flags.ts";
import { makeArgs } from "../_support/args.ts";

const PLACE = { cwd: "/here" };

Deno.test("repeatFlags() are what was typed, and hold from any folder", () => {
  assertEquals(repeatFlags(PLACE, makeArgs({})), []);
  assertEquals(
    repeatFlags(PLACE, makeArgs({ config: ["a.yaml"], runs: ["../runs"] })),
    ["--config", "/here/a.yaml", "--runs", "/runs"],
  );
});

Deno.test("rerunFlags() make the same run again", () => {
  assertEquals(rerunFlags(PLACE, makeArgs({ profile: ["quick"] })), [
    "--profile",
    "quick",
  ]);
  assertEquals(
    rerunFlags(
      PLACE,
      makeArgs({
        profile: ["p.yml"],
        duration: ["2s"],
        fault: ["write.lost", "read.short:after=2"],
      }),
    ),
    [
      ...["--profile", "/here/p.yml", "--duration", "2s"],
      ...["--fault", "write.lost", "--fault", "read.short:after=2"],
    ],
  );
});
