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
