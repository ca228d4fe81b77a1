import { assertEquals, assertRejects } from "@std/assert";
import { type Core, CoreError, loadCore } from "../../ffi/mod.ts";

const BYTES = Uint8Array.from({ length: 10_001 }, (_, index) => index * 7 + 1);

async function withFolder(body: (core: Core, root: string) => Promise<void>) {
  using core = loadCore();
  const root = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${root}/a`);
    await Deno.writeFile(`${root}/a/b`, BYTES);
    await body(core, root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

for (const direct of [false, true]) {
  const how = direct ? "past the page cache" : "through the page cache";
  Deno.test(`readBelow() reads any part of a file ${how}`, async () => {
    await withFolder(async (core, root) => {
      const at = { root, name: "a/b", direct };
      const into = new Uint8Array(5000);
      assertEquals(await core.readBelow({ ...at, offset: 1001 }, into), {
        count: 5000,
        sizeBytes: 10_001,
      });
      assertEquals(into, BYTES.slice(1001, 6001));
      const last = await core.readBelow({ ...at, offset: 10_000 }, into);
      assertEquals(last, { count: 1, sizeBytes: 10_001 });
      const behind = await core.readBelow({ ...at, offset: 20_000 }, into);
      assertEquals(behind, { count: 0, sizeBytes: 10_001 });
    });
  });
}

Deno.test("readBelow() reads nothing of a file that does not fit, if asked", async () => {
  await withFolder(async (core, root) => {
    const at = { root, name: "a/b", direct: false, offset: 0, fitting: true };
    const into = new Uint8Array(10_000).fill(9);
    assertEquals(await core.readBelow(at, into), {
      count: 0,
      sizeBytes: 10_001,
    });
    assertEquals(into, new Uint8Array(10_000).fill(9));
    const whole = new Uint8Array(10_001);
    assertEquals((await core.readBelow(at, whole)).count, 10_001);
    assertEquals(whole, BYTES);
  });
});

Deno.test("readBelow() follows no link, leaves no root, and names the file", async () => {
  await withFolder(async (core, root) => {
    await Deno.symlink(`${root}/a`, `${root}/link`);
    const statuses = [
      ["link/b", "ELOOP"],
      ["a/none", "ENOENT"],
      ["a", "EISDIR"],
      ["../a/b", "LAYOUT"],
    ] as const;
    for (const [name, status] of statuses) {
      const at = { root, name, direct: false, offset: 0 };
      const error = await assertRejects(
        () => core.readBelow(at, new Uint8Array(9)),
        CoreError,
        `"${root}/${name}"`,
      );
      assertEquals(error.statusName, status);
    }
    // A link to the root itself is the user's own.
    const linked = { root: `${root}/link`, name: "b" };
    const at = { ...linked, direct: false, offset: 0 };
    assertEquals((await core.readBelow(at, new Uint8Array(9))).count, 9);
  });
});
