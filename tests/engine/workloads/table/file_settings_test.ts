import { assertEquals } from "@std/assert";
import { fileSettings } from "../../../../engine/workloads/table/file_settings.ts";
import { parseProperties } from "../../../../engine/workloads/table/table_properties.ts";
import { tablePorts } from "./table_fixture.ts";

Deno.test("fileSettings() says what properties say", () => {
  const settings = fileSettings(
    parseProperties({
      "writer.compression": "lz4",
      "writer.enable_dictionary": "false",
      "writer.enc.enable": "true",
      "writer.enc.key": "0123456789012345",
      "writer.enc.meta": "k1",
      "writer.enc.algorithm": "AES_GCM_CTR_V1",
    }),
    tablePorts(),
  );
  assertEquals(settings.codec, { codec: "lz4_raw" });
  assertEquals(settings.dictionaryLimitBytes, 0);
  assertEquals(settings.encryption?.algorithm, "AES_GCM_CTR_V1");
  assertEquals(settings.encryption?.footer.keyMetadata, "k1");
  assertEquals(
    fileSettings(parseProperties(), tablePorts()).encryption,
    undefined,
  );
});
