import { assertEquals } from "@std/assert";
import { runConformance } from "../../../backends/mod.ts";
import { MemBackend } from "../../../backends/mem.ts";
import { ForwardingBackend } from "../../../backends/wrap/forwarding_backend.ts";

Deno.test("ForwardingBackend changes nothing that the suite could see", async () => {
  const forwarding = new ForwardingBackend(new MemBackend({ url: "mem:" }));
  const { results } = await runConformance(forwarding, { seed: 1 });
  const odd = results.filter(({ outcome }) =>
    outcome === "broken" || outcome === "failed"
  );
  assertEquals(odd, []);
  await forwarding.admit("create");
  await forwarding.close();
});
