/** The promises of cmd/completion_script.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { COMMANDS } from "../../cmd/command_table.ts";
import { completionScript, SHELLS } from "../../cmd/completion_script.ts";

const commands = await Promise.all(COMMANDS.map(({ load }) => load()));

Deno.test("completionScript() offers each command and each flag", () => {
  for (const shell of SHELLS) {
    const script = completionScript(shell, commands);
    for (const command of commands) {
      assertStringIncludes(script, command.name);
      for (const flag of command.flags) {
        assertStringIncludes(script, flag.name, `${shell} ${command.name}`);
      }
    }
  }
});

Deno.test("completionScript() for bash offers the values of a flag, and no flag in their place", async () => {
  const offers = {
    alone: { backend: ["file", "mem"] },
    besideFiles: { profile: ["quick", "latency"] },
  };
  const script = completionScript("bash", commands, offers) +
    ["--profile q", "--io ps", "--html --js", "--quiet --js"].map((typed) =>
      `COMP_WORDS=(stor-verify run ${typed}); COMP_CWORD=3; _stor_verify\n` +
      'echo "${COMPREPLY[*]}"\n'
    ).join("");
  const { stdout, code } = await new Deno.Command("bash", {
    args: ["--norc", "-c", script],
    cwd: "/proc/self/fdinfo",
  }).output();
  assertEquals(code, 0);
  const told = new TextDecoder().decode(stdout).split("\n");
  assertEquals(told, ["quick", "psync", "", "--json", ""]);
});

Deno.test("completionScript() for zsh and fish offers names beside files", () => {
  const offers = {
    alone: { backend: ["file", "mem"] },
    besideFiles: { profile: ["quick", "latency"] },
  };
  assertStringIncludes(
    completionScript("zsh", commands, offers),
    "--profile) compadd -- quick latency; _files; return;;",
  );
  assertStringIncludes(
    completionScript("fish", commands, offers),
    "default: quick' -r -a 'quick latency'",
  );
  assertStringIncludes(
    completionScript("zsh", commands, offers),
    "--backend) compadd -- file mem; return;;",
  );
  assertStringIncludes(
    completionScript("fish", commands, offers),
    " -r -f -a 'file mem'",
  );
});

Deno.test("completionScript() for bash completes in a real bash", async () => {
  const script = completionScript("bash", commands) +
    "COMP_WORDS=(stor-verify vers); COMP_CWORD=1; _stor_verify\n" +
    'echo "${COMPREPLY[*]}"\n' +
    "COMP_WORDS=(stor-verify completion f); COMP_CWORD=2; _stor_verify\n" +
    'echo "${COMPREPLY[*]}"\n';
  const { stdout, code } = await new Deno.Command("bash", {
    args: ["--norc", "-c", script],
  }).output();
  assertEquals(code, 0);
  assertEquals(new TextDecoder().decode(stdout), "version\nfish\n");
});
