import { assertEquals, assertThrows } from "@std/assert";
import { settingsText } from "../../ffi/_settings_text.ts";
import { CoreError } from "../../ffi/mod.ts";
import { storeSettings } from "./core_fixture.ts";

function linesOf(bytes: Uint8Array): string[] {
  return new TextDecoder().decode(bytes).split("\0");
}

Deno.test("settingsText() has a line for each setting, two NULs at the end", () => {
  const { bytes, names } = settingsText(storeSettings({
    endpoints: ["http://a:1", "http://b:2"],
    prefix: "p/",
    sessionToken: "token",
    detours: [{ from: "a:1", to: "c:3" }, { from: "b:2", to: "c:4" }],
    connectTimeoutMs: 250,
    checksum: "crc32c",
  }));
  const lines = linesOf(bytes);
  assertEquals(lines.slice(-2), ["", ""]);
  assertEquals(lines.slice(0, -2), [
    "kind=s3",
    "endpoint=http://a:1",
    "endpoint=http://b:2",
    "bucket=bucket",
    "prefix=p/",
    "path_style=1",
    "region=us-east-1",
    "access_key=key",
    "secret_key=canary-secret",
    "session_token=token",
    "detours=a:1:c:3,b:2:c:4",
    "connect_timeout_ms=250",
    "checksum=crc32c",
  ]);
  assertEquals(names[1], "endpoint");
  assertEquals(names.length, lines.length - 2);
});

Deno.test("settingsText() leaves certificates checked unless told", () => {
  const text = (insecure?: boolean) =>
    linesOf(
      settingsText(storeSettings(insecure === undefined ? {} : { insecure }))
        .bytes,
    ).filter((line) => line.startsWith("insecure"));
  assertEquals([text(), text(false), text(true)], [[], [], ["insecure=1"]]);
});

Deno.test("settingsText() refuses a line break and shows no secret", () => {
  for (const mark of ["\0", "\r", "\n"]) {
    const error = assertThrows(
      () => settingsText(storeSettings({ secretKey: `canary${mark}x` })),
      CoreError,
      'the setting "secret_key"',
    );
    assertEquals(error.message.includes("canary"), false);
  }
});
