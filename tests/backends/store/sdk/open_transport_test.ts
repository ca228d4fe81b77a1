import { assertEquals, assertRejects } from "@std/assert";
import {
  openTransport,
  transportOptions,
} from "../../../../backends/store/sdk/open_transport.ts";
import { withScratch } from "../../_scratch.ts";
import { storeSettings } from "../_store_core.ts";

Deno.test("transportOptions() has the limits of the core where none are set", async () => {
  const { onStep: _, ...limits } = await transportOptions(storeSettings());
  assertEquals(limits, {
    ...{ insecure: false, connectTimeoutMs: 10_000 },
    ...{ stallTimeoutMs: 30_000, requestTimeoutMs: 0 },
  });
});

Deno.test("transportOptions() passes on what is set", async () => {
  await withScratch(async (folder) => {
    const caFile = `${folder}/ca.pem`;
    await Deno.writeTextFile(caFile, "a certificate");
    const { caCerts, proxy, insecure, stallTimeoutMs } = await transportOptions(
      storeSettings({
        ...{ caFile, proxy: "http://p:1", insecure: true, stallTimeoutMs: 5 },
      }),
    );
    assertEquals(caCerts, ["a certificate"]);
    assertEquals([proxy?.host, insecure, stallTimeoutMs], ["p:1", true, 5]);
  });
});

Deno.test("transportOptions() tells of connections, and of no other step", async () => {
  let made = 0;
  const { onStep } = await transportOptions(storeSettings(), () => made++);
  for (const step of ["resolve", "connect", "tls"] as const) onStep?.(step); // words
  assertEquals(made, 1);
});

Deno.test("openTransport() fails when the certificate cannot be read", async () => {
  await assertRejects(
    () => openTransport(storeSettings({ caFile: "/no/such" })),
    Deno.errors.NotFound,
  );
});
