import { assertEquals } from "@std/assert";
import { knownLoadDeviation } from "../../../backends/conformance/load_deviations.ts";

const LISTED = {
  op: "list",
  class: "foreign",
  file: "p/sv-1/.0000000007.sgwtmp.12345",
};

Deno.test("knownLoadDeviation() knows a finding by server, kind and key", () => {
  const found = knownLoadDeviation(LISTED, "VERSITYGW");
  assertEquals([found?.server, found?.version], ["versitygw", "v1.7.0"]);
});

Deno.test("knownLoadDeviation() excuses nothing that differs in any of them", () => {
  const others: [Partial<typeof LISTED>, string | undefined][] = [
    [{}, "MinIO"],
    [{}, undefined],
    [{ op: "get" }, "VERSITYGW"],
    [{ class: "lost" }, "VERSITYGW"],
    [{ file: "p/sv-1/0000000007" }, "VERSITYGW"],
    [{ file: "p/.x.sgwtmp.1/y" }, "VERSITYGW"],
  ];
  for (const [over, server] of others) {
    assertEquals(knownLoadDeviation({ ...LISTED, ...over }, server), undefined);
  }
});
