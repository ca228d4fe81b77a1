import { assertEquals } from "@std/assert";
import { ClientFailure } from "../../../../backends/store/sdk/store_client.ts";

Deno.test("ClientFailure knows after which failures a write may be there", () => {
  assertEquals(new ClientFailure("HTTP_RESET").isUnknown, true);
  assertEquals(new ClientFailure("HTTP_SERVER").isUnknown, true);
  assertEquals(new ClientFailure("HTTP_DENIED").isUnknown, false);
  assertEquals(new ClientFailure("HTTP_DENIED", true).isUnknown, true);
});
