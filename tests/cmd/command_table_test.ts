/** The promises of cmd/command_table.ts. */
import { assertEquals } from "@std/assert";
import { readArgs } from "../../cmd/args.ts";
import { COMMANDS } from "../../cmd/command_table.ts";

Deno.test("COMMANDS says of each command what its own file says", async () => {
  for (const entry of COMMANDS) {
    const { name, summary } = await entry.load();
    assertEquals({ name, summary }, {
      name: entry.name,
      summary: entry.summary,
    });
  }
});

Deno.test("each example in the help is a line that the command takes", async () => {
  for (const entry of COMMANDS) {
    const command = await entry.load();
    for (const example of command.examples) {
      // What stands in quotes is one word, as it is to a shell.
      const line = /^(?:'[^']*'|[^'>|])*/.exec(example)?.[0].trim() ?? "";
      const [tool, name, ...words] =
        line.match(/(?:'[^']*'|[^' ])+/g)?.map((one) =>
          one.replaceAll("'", "")
        ) ?? [];
      assertEquals(tool, "stor-verify", example);
      if (name === "--version") continue;
      assertEquals(name, entry.name, example);
      readArgs(command, words);
    }
  }
});
