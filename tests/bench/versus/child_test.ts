/** What a child used and said. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { runChild } from "../../../bench/versus/child.ts";

Deno.test("runChild() tells output and processor time apart", async () => {
  const ended = await runChild([
    "bash",
    "-c",
    "for ((i = 0; i < 200000; i++)); do :; done; echo out; echo err >&2",
  ]);
  assertEquals([ended.stdout, ended.stderr, ended.code], ["out\n", "err\n", 0]);
  assert(ended.cpuNs > 0);
});

Deno.test("runChild() gives a failed command's last words", async () => {
  await assertRejects(
    () => runChild(["bash", "-c", "echo no disk >&2; exit 3"]),
    Error,
    "it ended with code 3 and said:\nno disk",
  );
});

Deno.test("runChild() returns an exit code that is allowed", async () => {
  const ended = await runChild(["bash", "-c", "exit 4"], { allow: [0, 4] });
  assertEquals(ended.code, 4);
});
