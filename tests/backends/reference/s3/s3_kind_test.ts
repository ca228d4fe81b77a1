import { assertEquals } from "@std/assert";
import {
  ENDPOINT_KINDS,
  S3_MUTANTS,
} from "../../../../backends/reference/mod.ts";
import { withScratch } from "../../_scratch.ts";

Deno.test("the kind starts an endpoint that a target's settings reach", async () => {
  await withScratch(async (folder) => {
    const kind = ENDPOINT_KINDS.find(({ name }) => name === "s3");
    await using endpoint = await kind?.start({ folder, secretKey: "mine" });
    assertEquals(endpoint?.targetUrl, "s3://stor-verify");
    assertEquals(endpoint?.settings, {
      endpoint: endpoint?.url ?? "",
      region: "us-east-1",
      accessKeyId: "reference",
      secretAccessKey: "mine",
      pathStyle: true,
    });
  });
});

Deno.test("every mutant has a name of its own and a sentence", () => {
  const names = S3_MUTANTS.map(({ name }) => name);
  assertEquals(new Set(names).size, names.length);
  const odd = S3_MUTANTS.filter(({ text }) => !/^[A-Z].*[^.]$/.test(text));
  assertEquals(odd, []);
});
