import { assertEquals } from "@std/assert";
import type { Check } from "../../../cmd/doctor/check.ts";
import {
  type Examined,
  nextCommand,
  renderNext,
} from "../../../cmd/doctor/next_command.ts";

function check(name: string, state: Check["state"] = "works"): Check {
  return { name, state, text: "" };
}

const GOOD = [check("core library"), check("free space"), check("O_DIRECT")];

function command(changes: Partial<Examined> = {}): string {
  return nextCommand({
    ...{ checks: GOOD, isDevice: false, repeat: [] },
    ...changes,
  }).command;
}

Deno.test("nextCommand() runs where everything works, as it was asked about", () => {
  assertEquals(command(), "stor-verify run");
  assertEquals(
    command({ path: "/mnt/nvme/", repeat: ["--runs", "/x"] }),
    "stor-verify run --target direct:///mnt/nvme/stor-verify-scratch --runs /x",
  );
});

Deno.test("nextCommand() asks for no more than the place can do", () => {
  const checks = [check("free space", "limited"), check("O_DIRECT", "limited")];
  assertEquals(command({ checks }), "stor-verify run --size 64MiB");
  assertEquals(
    command({ checks, path: "/a b" }),
    "stor-verify run --target 'file:///a b/stor-verify-scratch' --size 64MiB",
  );
});

Deno.test("nextCommand() never proposes to write to a device", () => {
  assertEquals(
    command({ path: "/dev/sdb", isDevice: true }),
    "stor-verify plan --target direct:///dev/sdb",
  );
});

Deno.test("nextCommand() proposes no run where none is possible", () => {
  const broken = { ...check("core library", "missing"), essential: true };
  assertEquals(command({ checks: [broken] }), "stor-verify doctor");
  assertEquals(
    command({ checks: [broken], path: "/x" }),
    "stor-verify doctor --path /x",
  );
});

Deno.test("renderNext() puts the command alone, so that it can be pasted", () => {
  assertEquals(
    renderNext({ command: "stor-verify run", does: "a minute" }),
    "\nnext  stor-verify run\n      a minute\n",
  );
});
