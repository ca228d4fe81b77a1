import { assert, assertEquals } from "@std/assert";
import { runCommand } from "../../ffi/_command.ts";

Deno.test("runCommand() returns what a command said, and how it ended", async () => {
  const result = await runCommand(["sh", "-c", "echo out; echo err >&2"]);
  assertEquals(result, { ok: true, stdout: "out\n", stderr: "err\n" });
  assertEquals((await runCommand(["false"])).ok, false);
});

Deno.test("runCommand() gives a folder and one language to a command", async () => {
  const result = await runCommand(["sh", "-c", "pwd; echo $LC_ALL $X"], {
    cwd: "/",
    env: { X: "y" },
  });
  assertEquals(result.stdout, "/\nC y\n");
});

Deno.test("runCommand() does not throw for a command that is not there", async () => {
  const result = await runCommand(["no-such-command-at-all"]);
  assertEquals(result.ok, false);
  assert(result.stderr.includes("no-such-command-at-all"));
});
