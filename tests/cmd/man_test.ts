/** The promises of cmd/man.ts. */
import { assert, assertEquals } from "@std/assert";
import { man } from "../../cmd/man.ts";
import { makeArgs } from "../_support/args.ts";
import { testContext } from "../_support/cli.ts";

Deno.test("man prints the page of all commands, itself among them", async () => {
  const context = testContext();
  assertEquals(await man.run(context, makeArgs()), 0);
  assert(context.out().startsWith('.\\" '));
  assert(context.out().includes('.SS "stor\\-verify man [flags]"'));
});
