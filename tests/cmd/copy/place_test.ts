import { assertEquals, assertThrows } from "@std/assert";
import { parseTargets, TargetsError } from "../../../backends/mod.ts";
import {
  isWithin,
  readPlace,
  splitPath,
  targetAt,
} from "../../../cmd/copy/place.ts";

const TABLE = parseTargets(
  `targets:
  lab: { url: "s3://bucket/base", endpoint: "http://127.0.0.1:9", region: x }
  disk: { url: "file:///mnt/d" }
`,
  () => undefined,
  { source: "t.yaml", cwd: "/w" },
);

function placeOf(typed: string) {
  return readPlace(typed, TABLE, "/w");
}

for (
  const [typed, container, path] of [
    ["file:///a/b", "", "/a/b"],
    ["file://./a", "", "/w/a"],
    ["file:///a/b/", "", "/a/b"],
    ["file:///a%20b", "", "/a b"],
    ["direct:///", "", "/"],
    ["disk/x/y", "", "/mnt/d/x/y"],
    ["disk", "", "/mnt/d"],
    ["lab", "bucket", "base"],
    ["lab/k/l", "bucket", "base/k/l"],
    ["s3://other/a/b", "other", "a/b"],
    ["s3://other", "other", ""],
    ["az://box/a%20b", "box", "a%20b"],
    ["gateway://host:8080/a/b", "host:8080", "a/b"],
    ["gateway://Host", "host:8080", ""],
    ["gateway://[::1]:9/k/", "[::1]:9", "k"],
  ] as const
) {
  Deno.test(`readPlace() of ${typed} is ${container}:${path}`, () => {
    const place = placeOf(typed);
    assertEquals([place.container, place.path], [container, path]);
    assertEquals(place.isFolder, typed.endsWith("/"));
  });
}

Deno.test("readPlace() of a URL below a named target has its settings", () => {
  const { settings } = placeOf("s3://bucket/base/below");
  assertEquals(settings["endpoint"], "http://127.0.0.1:9");
  assertEquals(placeOf("s3://bucket/beside").settings, {});
});

for (const typed of ["mem:", "null:", "nobody/x", "ftp://x/y", "", "/a/b"]) {
  Deno.test(`readPlace() refuses ${JSON.stringify(typed)}`, () => {
    assertThrows(() => placeOf(typed), TargetsError);
  });
}

Deno.test("targetAt() names what is above and below, with its settings", () => {
  assertEquals(targetAt(placeOf("lab/k"), "base").url.text, "s3://bucket/base");
  assertEquals(targetAt(placeOf("lab/k"), "").url.text, "s3://bucket");
  const six = placeOf("gateway://[::1]:9/k");
  assertEquals(targetAt(six, "k/l").url.text, "gateway://[::1]:9/k/l");
  const odd = targetAt(placeOf("file:///a"), "/50% ü#?");
  assertEquals("path" in odd.url && odd.url.path, "/50% ü#?");
});

Deno.test("splitPath() takes the last name off", () => {
  assertEquals(splitPath("/a/b"), { folder: "/a", name: "b" });
  assertEquals(splitPath("/a"), { folder: "", name: "a" });
  assertEquals(splitPath("k"), { folder: "", name: "k" });
});

for (
  const [inner, outer, expected] of [
    ["file:///a/b", "file:///a", true],
    ["direct:///a", "file:///a", true],
    ["file:///ab", "file:///a", false],
    ["s3://bucket/base/x", "lab", true],
    ["lab/x", "lab", true],
    // Without the name of the target it is at another endpoint.
    ["lab", "s3://bucket", false],
    ["s3://other/base", "lab", false],
    ["az://bucket/base", "lab", false],
    ["file:///bucket/base", "lab", false],
    ["gateway://h/a/b", "gateway://h:8080/a", true],
    ["gateway://h:81/a/b", "gateway://h:8080/a", false],
  ] as const
) {
  Deno.test(`${inner} is ${expected ? "" : "not "}within ${outer}`, () => {
    assertEquals(isWithin(placeOf(inner), placeOf(outer)), expected);
  });
}
