import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../../../engine/profile/mod.ts";
import { parseProperties } from "../../../../engine/workloads/table/table_properties.ts";

Deno.test("parseProperties() knows what holds when nobody says", () => {
  const properties = parseProperties();
  assertEquals(properties.count("writer.buffer_size"), 32 * 1024 * 1024);
  assertEquals(properties.text("writer.compression"), "zstd");
  assertEquals(properties.compressionLevel, undefined);
  assertEquals(properties.flag("writer.enc.enable"), false);
});

Deno.test("parseProperties() tells every mistake at once", () => {
  const error = assertThrows(
    () =>
      parseProperties({
        "writer.buffer_size": "-1",
        "writer.compression": "zip",
        "writer.enable_dictionary": "yes",
        "transaction.commit.num-retries": "11",
      }),
    UsageError,
  );
  assertEquals(error.mistakes.length, 4);
});

Deno.test("parseProperties() refuses a key of 15 bytes without printing it", () => {
  const error = assertThrows(
    () =>
      parseProperties({
        "writer.enc.enable": "true",
        "writer.enc.key": "secret-15-bytes",
      }),
    UsageError,
    "15 bytes",
  );
  assertEquals(error.message.includes("secret"), false);
});

Deno.test("parseProperties() refuses levels, patterns and formats that do not fit", () => {
  for (
    const wrong of [
      { "writer.compression_level": "20", "writer.compression": "gzip" },
      { "writer.compression_level": "3", "writer.compression": "snappy" },
      { "writer.split.schema_based.patterns": "(" },
      { "writer.policy": "schema_based" },
    ]
  ) assertThrows(() => parseProperties(wrong), UsageError);
});

Deno.test("parseProperties() keeps unknown names, or refuses them if strict", () => {
  assertEquals(parseProperties({ "x.y": "1" }).others, { "x.y": "1" });
  assertThrows(
    () => parseProperties({ "writer.bufer_size": "1" }, { isStrict: true }),
    UsageError,
    "writer.buffer_size",
  );
});

Deno.test("parseProperties() maps a name that was renamed", () => {
  const properties = parseProperties({ "writer.file_rolling_size": "7" });
  assertEquals(properties.count("writer.file_rolling.size"), 7);
});
