import { assertEquals, assertThrows } from "@std/assert";
import { parseUrl, TargetsError } from "../../backends/mod.ts";

function mistakeOf(text: string): string {
  return assertThrows(() => parseUrl(text), TargetsError).message;
}

Deno.test("parseUrl() reads each scheme", () => {
  assertEquals(parseUrl("file:///mnt/x"), {
    scheme: "file",
    path: "/mnt/x",
    text: "file:///mnt/x",
  });
  assertEquals(parseUrl("direct:///dev/sdb").text, "direct:///dev/sdb");
  assertEquals(parseUrl("s3://bucket/a/b"), {
    scheme: "s3",
    container: "bucket",
    prefix: "a/b/",
    text: "s3://bucket/a/b",
  });
  assertEquals(parseUrl("az://box"), {
    scheme: "az",
    container: "box",
    prefix: "",
    text: "az://box",
  });
  assertEquals(parseUrl("mem:one"), {
    scheme: "mem",
    name: "one",
    text: "mem:one",
  });
  assertEquals(parseUrl("null:"), { scheme: "null", text: "null:" });
  assertEquals(parseUrl("gateway://Host:81/a/b"), {
    scheme: "gateway",
    ...{ host: "Host", port: 81, prefix: "a/b/" },
    text: "gateway://host:81/a/b",
  });
  assertEquals(parseUrl("gateway://[::1]").text, "gateway://[::1]:8080");
});

Deno.test("parseUrl() refuses gateways without a host or a port that could be", () => {
  const form = "write gateway://host:port/prefix";
  for (
    const [text, reason] of [
      ["gateway:", `it has no host that could be one: ${form}`],
      ["gateway://:80", `it has no host that could be one: ${form}`],
      ["gateway://a b:80", `it has no host that could be one: ${form}`],
      [
        "gateway://h:http",
        `"http" is no port: it is a number from 1 to 65535: ${form}`,
      ],
      [
        "gateway://h:65536",
        `"65536" is no port: it is a number from 1 to 65535: ${form}`,
      ],
      [
        "gateway://h:0",
        `"0" is no port: it is a number from 1 to 65535: ${form}`,
      ],
    ] as const
  ) {
    assertEquals(mistakeOf(text), `Cannot use target "${text}": ${reason}`);
  }
  assertEquals(
    mistakeOf("gateway://me:secret@h:1"),
    `Cannot use target "gateway://***@h:1": a gateway takes no user or ` +
      `password: ${form}`,
  );
  assertEquals(
    mistakeOf("gateway://h:1/a/../b").includes("leads nowhere"),
    true,
  );
  assertEquals(
    mistakeOf("gateway://h:1/a?sig=x"),
    `Cannot use target "gateway://h:1/a?***": nothing may follow the prefix: ${form}`,
  );
});

Deno.test("parseUrl() gives one text for one place", () => {
  for (const text of ["file:///a//b/", "file:///a/./b", "file:///a/c/../b"]) {
    assertEquals(parseUrl(text).text, "file:///a/b");
  }
  assertEquals(parseUrl("file:///../../etc").text, "file:///etc");
});

Deno.test("parseUrl() starts a relative path from the folder it is handed", () => {
  const url = parseUrl("file://./x", { cwd: "/home/me" });
  assertEquals(url.text, "file:///home/me/x");
  assertEquals(
    parseUrl("direct://../x", { cwd: "/home/me" }).text,
    "direct:///home/x",
  );
  assertEquals(
    mistakeOf("file://./x"),
    'Cannot use target "file://./x": a relative path has no meaning here: ' +
      "write file:///abs/path",
  );
});

Deno.test("parseUrl() decodes escapes and writes them again", () => {
  const url = parseUrl("file:///a%20b/100%25");
  assertEquals("path" in url && url.path, "/a b/100%");
  assertEquals(url.text, "file:///a%20b/100%25");
  assertEquals(parseUrl(url.text), url);
});

Deno.test("parseUrl() tells the scheme that was meant", () => {
  assertEquals(
    mistakeOf("flie:///x"),
    'Cannot use target "flie:///x": there is no scheme "flie" ' +
      '(did you mean "file"?); there are file: direct: s3: az: gateway: mem: null:',
  );
});

Deno.test("parseUrl() tells how to write a bare path", () => {
  assertEquals(
    mistakeOf("/mnt/x"),
    'Cannot use target "/mnt/x": a path needs a scheme: write ' +
      "file:///mnt/x or direct:///mnt/x",
  );
});

Deno.test("parseUrl() refuses what no backend could open", () => {
  const texts = [
    "",
    "data",
    "file:/x",
    "file://host/x",
    "file:///a%zz",
    "file:///a%00b",
    "s3://",
    "s3://UPPER/x",
    "s3://bucket/x?versionId=1",
    "s3://bucket/../other",
    "az://container/a/./b",
    "mem:a/b",
    "null:x",
  ];
  for (const text of texts) {
    assertThrows(() => parseUrl(text), TargetsError, "Cannot use");
  }
});

Deno.test("parseUrl() never repeats a secret of the URL", () => {
  const texts = [
    "s3://key:hunter2@bucket/x",
    "az://box/x?sig=hunter2",
    "https://u:hunter2@h/x",
    "file://u:hunter2@h/x",
  ];
  for (const text of texts) {
    assertEquals(mistakeOf(text).includes("hunter2"), false, text);
  }
});
