/** The promises of cmd/display/terminal.ts. */
import { assertEquals } from "@std/assert";
import { mannersOf } from "../../../cmd/display/terminal.ts";
import { testContext, type TestContextOptions } from "../../_support/cli.ts";

function manners(options: TestContextOptions, flags: readonly string[] = []) {
  const context = testContext(options);
  return mannersOf(context, context.stdout, {
    has: (name) => flags.includes(name),
  });
}

Deno.test("mannersOf() decorates a terminal and nothing else", () => {
  assertEquals(manners({ isTerminal: true }), { color: true, live: true });
  assertEquals(manners({}), { color: false, live: false });
});

Deno.test("mannersOf() honours NO_COLOR, --no-color, --quiet and TERM=dumb", () => {
  const isTerminal = true;
  const noColor = { color: false, live: true };
  assertEquals(manners({ isTerminal, env: { NO_COLOR: "1" } }), noColor);
  assertEquals(manners({ isTerminal }, ["no-color"]), noColor);
  const quiet = { color: true, live: false };
  assertEquals(manners({ isTerminal }, ["quiet"]), quiet);
  const dumb = { color: false, live: false };
  assertEquals(manners({ isTerminal, env: { TERM: "dumb" } }), dumb);
});
