import { assertEquals } from "@std/assert";
import { ENDPOINT_KINDS } from "../../../../backends/reference/mod.ts";
import { withScratch } from "../../_scratch.ts";

Deno.test("AZURE_KIND starts an endpoint as serve does", async () => {
  const kind = ENDPOINT_KINDS.find(({ name }) => name === "azure");
  await withScratch(async (folder) => {
    await using endpoint = await kind?.start({ folder, bucket: "mine" });
    assertEquals(endpoint?.targetUrl, "az://mine");
    const url = String(endpoint?.settings["endpoint"]);
    assertEquals(url, `${endpoint?.url}/devstoreaccount1`);
  });
  const names = kind?.mutants.map(({ name }) => name) ?? [];
  assertEquals(names.length, new Set(names).size);
});
