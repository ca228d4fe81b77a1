import { assertEquals } from "@std/assert";
import { MemBackend } from "../../../backends/mem.ts";
import { TraceBackend, type TracedCall } from "../../../backends/wrap/trace.ts";
import { assertKind } from "../_rejects.ts";

Deno.test("TraceBackend records every attempt, also the failed one", async () => {
  const calls: TracedCall[] = [];
  let timeNs = 0;
  const traced = new TraceBackend(new MemBackend({ url: "mem:" }), {
    nowNs: () => timeNs++,
    onCall: (call) => calls.push(call),
  });
  await traced.put("k", new Uint8Array(1));
  await assertKind(() => traced.get("missing"), "NotFound");
  const upload = await traced.upload("u");
  await upload.put(1, new Uint8Array(1));
  await upload.abort();
  assertEquals(
    calls.map(({ operation, key, outcome }) => [operation, key, outcome]),
    [
      ["put", "k", "ok"],
      ["get", "missing", "NotFound"],
      ["upload", "u", "ok"],
      ["upload.put", "u", "ok"],
      ["upload.abort", "u", "ok"],
    ],
  );
  assertEquals(calls.map(({ startNs }) => startNs), [0, 2, 4, 6, 8]);
  assertEquals(
    calls.every(({ startNs, endNs }) => endNs === startNs + 1),
    true,
  );
});
