/** Promises of `engine/cases/body_cases.ts`. */
import { assertEquals } from "@std/assert";
import { BODY_CASES } from "../../../engine/cases/body_cases.ts";

Deno.test("BODY_CASES tries bytes and URLs on every scheme there is", () => {
  const ids = (group: string) =>
    BODY_CASES.filter(({ id }) => id.startsWith(`object.${group}.`))
      .map(({ id, schemes }) => [id.split(".").at(-1), ...schemes]);
  const each = [["file", "file"], ["direct", "direct"], ["s3", "s3"], [
    "az",
    "az",
  ]];
  assertEquals(ids("real_io"), each);
  assertEquals(ids("uri_acceptance"), each);
});

Deno.test("BODY_CASES breaks the network only where there is one", () => {
  const network = BODY_CASES.find(({ id }) =>
    id === "object.network_error_handling"
  );
  assertEquals(network?.schemes, ["s3", "az"]);
});
