import {
  assertEquals,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { tablePorts } from "../../../cmd/table/table_ports.ts";
import { tableSites } from "../../../cmd/table/table_sites.ts";
import { Wiring } from "../../../cmd/wiring.ts";
import { loadCore } from "../../../ffi/mod.ts";

Deno.test("tablePorts() sums in pieces as at once, and draws each time anew", () => {
  const core = loadCore();
  try {
    const ports = tablePorts(core, { env: () => undefined });
    const text = new TextEncoder().encode("123456789");
    assertEquals(ports.crc32c(text), 0xe3069283);
    const half = ports.crc32c(text.subarray(0, 4));
    assertEquals(ports.crc32c(text.subarray(4), half), 0xe3069283);
    assertEquals([...ports.formats.keys()], ["parquet", "vortex", "lance"]);
    assertEquals(ports.faults.fires("manifest.commit.fail", 5), null);
    const drawn = [1, 2].map(() => {
      const bytes = new Uint8Array(70_000);
      ports.random(bytes);
      return bytes.subarray(-16).toHex();
    });
    assertNotEquals(drawn[0], drawn[1]);
    assertEquals(ports.uuid().length, 36);
  } finally {
    core.close();
  }
});

Deno.test("tableSites() looks for Python where the command was told to", async () => {
  const wiring = new Wiring({ env: () => undefined });
  try {
    const { tables } = tableSites({
      context: { env: () => "/opt/ruby" },
      journalPath: () => "",
      keeps: true,
      wiring,
    });
    const answer = await tables.vendors?.run({
      library: "lance",
      action: "find",
    });
    assertEquals(answer?.state, "absent");
    assertStringIncludes(JSON.stringify(answer), "/opt/ruby");
  } finally {
    await wiring.close();
  }
});
