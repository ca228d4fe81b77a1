import { assert, assertEquals, assertThrows } from "@std/assert";
import { CoreError, loadCore } from "../../ffi/mod.ts";
import { storeSettings } from "./core_fixture.ts";

Deno.test("CoreStore opens without a server, and closes more than once", () => {
  using core = loadCore();
  const store = core.openStore(storeSettings());
  store.close();
  store.close();
});

Deno.test("CoreStore names the setting that is refused, and no secret", () => {
  using core = loadCore();
  const error = assertThrows(
    () => core.openStore(storeSettings({ endpoints: ["gopher://x"] })),
    CoreError,
    '"endpoint"',
  );
  assertEquals(error.statusName, "LAYOUT");
  assertEquals(Deno.inspect(error).includes("canary-secret"), false);
});

Deno.test("CoreStore shows no secret when it is printed", () => {
  using core = loadCore();
  using store = core.openStore(storeSettings());
  const shown = Deno.inspect(store, { depth: 9, showHidden: true });
  assertEquals(shown.includes("canary-secret"), false);
});

Deno.test("Core.httpProbe() names a libcurl, or says that there is none", () => {
  using core = loadCore();
  const probe = core.httpProbe();
  if (probe === null) return;
  assert(/^libcurl\/\d+\.\d+/.test(probe.version), probe.version);
  assert(!probe.version.includes("\0"));
});
