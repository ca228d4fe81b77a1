import { assertEquals } from "@std/assert";
import { readAuthority } from "../../../backends/azure/certificate_file.ts";
import { assertKind } from "../_rejects.ts";
import { withScratch } from "../_scratch.ts";

Deno.test("readAuthority() reads a certificate and nothing else", async () => {
  await withScratch(async (folder) => {
    const url = "az://container";
    assertEquals(await readAuthority({ url }), undefined);
    const caFile = `${folder}/ca.pem`;
    await assertKind(() => readAuthority({ url, caFile }), "NotFound");
    await Deno.writeTextFile(caFile, "no certificate");
    await assertKind(() => readAuthority({ url, caFile }), "Unexpected");
    const pem = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----";
    await Deno.writeTextFile(caFile, pem);
    assertEquals(await readAuthority({ url, caFile }), pem);
  });
});
