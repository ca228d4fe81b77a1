import { assertEquals, assertRejects } from "@std/assert";
import { parseTargets, StorageError } from "../../../backends/mod.ts";
import { openDestination, openSource } from "../../../cmd/copy/open_place.ts";
import { readPlace } from "../../../cmd/copy/place.ts";
import { loadCore } from "../../../ffi/mod.ts";
import { withCopyPlaces } from "../../_support/copy_place.ts";

Deno.test("openSource() tells one object from all below a name", async () => {
  await withCopyPlaces(async ({ cwd, write, run }) => {
    using core = loadCore();
    await write("in/a", new Uint8Array(5));
    await run("copy", "file://./in/a", "s3/p/a");
    const table = parseTargets(
      await Deno.readTextFile(`${cwd}/stor-verify.yaml`),
      () => undefined,
      { source: "t", cwd },
    );
    const at = async (typed: string) => {
      const source = await openSource(core, readPlace(typed, table, cwd));
      const keys: string[] = [];
      for await (const { key } of source.place.entries()) keys.push(key);
      await source.place.close();
      return [source.key, keys.includes("a")];
    };
    assertEquals(await at("file://./in/a"), ["a", true]);
    assertEquals(await at("file://./in"), [null, true]);
    assertEquals(await at("s3/p/a"), ["a", true]);
    assertEquals(await at("s3/p"), [null, true]);
    assertEquals(await at("s3/p/a/"), [null, false]);
  });
});

Deno.test("openDestination() takes a folder that is there for a folder", async () => {
  using core = loadCore();
  const cwd = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${cwd}/there`);
    const keyAt = async (typed: string, source: string | null) => {
      const place = readPlace(typed, new Map(), cwd);
      const opened = await openDestination(core, place, source);
      await opened.place.close();
      return [opened.key, opened.place.url.slice(`file://${cwd}`.length)];
    };
    assertEquals(await keyAt("file://./there", "a/b"), ["b", "/there"]);
    assertEquals(await keyAt("file://./new", "a/b"), ["new", ""]);
    assertEquals(await keyAt("file://./new/", "a/b"), ["b", "/new"]);
    assertEquals(await keyAt("file://./new", null), [null, "/new"]);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
});

Deno.test("a device, and a file where a folder must be, are refused", async () => {
  using core = loadCore();
  for (const typed of ["file:///dev/null", "file:///dev/null/"]) {
    const place = readPlace(typed, new Map(), "/");
    await assertRejects(() => openSource(core, place), StorageError);
  }
});

Deno.test("a store whose client is the SDK is refused with the way out", async () => {
  using core = loadCore();
  const table = parseTargets(
    "targets: { a: { url: 's3://bucket/p', client: sdk, region: r, " +
      "endpoint: 'http://127.0.0.1:1' } }",
    () => undefined,
    { source: "t", cwd: "/" },
  );
  await assertRejects(
    () => openSource(core, readPlace("a/", table, "/")),
    StorageError,
    "client: libcurl",
  );
});
