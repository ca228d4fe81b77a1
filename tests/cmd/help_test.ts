/** The promises of cmd/help.ts. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { COMMANDS } from "../../cmd/command_table.ts";
import { EXIT_CODES } from "../../cmd/exit_code.ts";
import { renderHelp, renderOverview } from "../../cmd/help.ts";

Deno.test("renderOverview() lists every command and every exit code", () => {
  const text = renderOverview(COMMANDS);
  for (const { name, summary } of COMMANDS) {
    assertStringIncludes(text, `  ${name} `);
    assertStringIncludes(text, summary);
  }
  for (const code of Object.keys(EXIT_CODES)) {
    assertStringIncludes(text, `  ${code} `);
  }
});

Deno.test("renderHelp() of every command fits 80 columns and has examples", async () => {
  for (const entry of COMMANDS) {
    const command = await entry.load();
    const text = renderHelp(command);
    const long = text.split("\n").filter((line) => line.length > 80);
    assertEquals(long, [], `help of ${entry.name}`);
    assert(command.examples.length > 0, `${entry.name} has no example`);
    assertStringIncludes(text, `  ${command.examples[0]}`);
    for (const flag of command.flags) {
      assertStringIncludes(text, `--${flag.name}`);
    }
  }
});
