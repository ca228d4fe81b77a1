/** The promises of cmd/uri_readers.ts. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { SCHEMES } from "../../backends/mod.ts";
import { uriReaders } from "../../cmd/uri_readers.ts";
import { uriAcceptance } from "../../engine/cases/uri_acceptance.ts";
import { makeArgs } from "../_support/args.ts";
import { caseEnv } from "../_support/case_fixture.ts";
import { testContext } from "../_support/cli.ts";

const READERS = uriReaders(testContext(), makeArgs());

Deno.test("each reader takes a URL as its command does", () => {
  assertEquals(READERS.length, 4);
  for (const { name, read } of READERS) {
    assertEquals(read("direct:///mnt//x/"), "direct:///mnt/x", name);
  }
});

Deno.test("each reader throws what its command would say", () => {
  for (const { name, read } of READERS) {
    const error = assertThrows(() => read("flie:///x"));
    assert(error instanceof Error && /^(Usage|Targets)Error$/.test(error.name));
    assert(error.message.includes('did you mean "file"'), name);
  }
});

Deno.test("the readers of this program pass the case about them", async () => {
  for (const scheme of ["file", "direct"]) {
    await uriAcceptance(
      caseEnv({ scheme, uriReaders: READERS, schemes: SCHEMES }),
    );
  }
});
