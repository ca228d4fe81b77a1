import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { CoreError, loadCore } from "../../ffi/mod.ts";

const ENDPOINT = { authority: "127.0.0.1:9", isSealed: false };

Deno.test("CoreRelay has a port for each endpoint, and counts for each fault", async () => {
  using core = loadCore();
  const endpoints = [ENDPOINT, { authority: "[::1]:9", isSealed: true }];
  using relay = await core.openRelay({ endpoints, faults: ["reset", "cut"] });
  assertEquals(new Set(relay.ports).size, 2);
  assertEquals(relay.counts(), [{ hits: 0, fired: 0 }, { hits: 0, fired: 0 }]);
  assertEquals(relay.facts().connections, 0);
});

Deno.test("CoreRelay names what is refused", async () => {
  using core = loadCore();
  const open = (authority: string, fault: string) => () =>
    core.openRelay({
      endpoints: [{ authority, isSealed: false }],
      faults: [fault],
    });
  for (
    const [authority, fault, statusName, named] of [
      ["127.0.0.1:9", "resett", "POINT", "resett"],
      ["127.0.0.1:9", "reset:x=1", "PLAN_TEXT", "reset:x=1"],
      ["127.0.0.1", "reset", "LAYOUT", "127.0.0.1"],
      ["no.such.host.invalid:9", "reset", "HTTP_RESOLVE", "no.such.host"],
    ] as const
  ) {
    const error = await assertRejects(open(authority, fault), CoreError, named);
    assertEquals(error.statusName, statusName);
  }
});

Deno.test("CoreRelay refuses to be asked once it is closed", async () => {
  using core = loadCore();
  const relay = await core.openRelay({ endpoints: [ENDPOINT], faults: [] });
  relay.close();
  relay.close();
  assertThrows(() => relay.counts(), CoreError, "the relay is closed");
  assertThrows(() => relay.facts(), CoreError, "the relay is closed");
});
