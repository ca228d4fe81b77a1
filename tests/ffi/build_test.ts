import { assert, assertEquals, assertRejects } from "@std/assert";
import { runCommand } from "../../ffi/_command.ts";
import { BuildError } from "../../ffi/_toolchain.ts";
import { buildCore } from "../../ffi/build.ts";
import { ROOT } from "./c_programs.ts";

/** A checkout with two small sources in a folder with a blank in its name. */
async function withCheckout(body: (root: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  const root = `${folder}/a b`;
  try {
    await Deno.mkdir(`${root}/ffi/core/src`, { recursive: true });
    await Deno.mkdir(`${root}/ffi/core/include`);
    await Deno.copyFile(
      `${ROOT}/ffi/glibc_floor.syms`,
      `${root}/ffi/glibc_floor.syms`,
    );
    await put(
      root,
      "one",
      `#include "shared.h"\nint one(void);\nAPI int one(void) { return ONE; }\n`,
    );
    await put(root, "two", `int two(void);\nint two(void) { return 2; }\n`);
    await Deno.writeTextFile(
      `${root}/ffi/core/src/shared.h`,
      `#define ONE 1\n#define API __attribute__((visibility("default")))\n`,
    );
    await body(root);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function put(root: string, name: string, text: string) {
  await Deno.writeTextFile(`${root}/ffi/core/src/${name}.c`, text);
}

const did = ({ compiled, upToDate, linked }: {
  readonly compiled: number;
  readonly upToDate: number;
  readonly linked: boolean;
}) => ({ compiled, upToDate, linked });

Deno.test("buildCore() builds all, then nothing, then what changed", async () => {
  await withCheckout(async (root) => {
    const build = async () => did(await buildCore({ root, install: false }));
    assertEquals(await build(), { compiled: 2, upToDate: 0, linked: true });
    assertEquals(await build(), { compiled: 0, upToDate: 2, linked: false });
    await Deno.writeTextFile(
      `${root}/ffi/core/src/shared.h`,
      `#define ONE 11\n#define API __attribute__((visibility("default")))\n`,
    );
    assertEquals(await build(), { compiled: 1, upToDate: 1, linked: true });
    await Deno.remove(`${root}/ffi/core/src/two.c`);
    assertEquals(await build(), { compiled: 0, upToDate: 1, linked: true });
    await Deno.writeTextFile(`${root}/ffi/glibc_floor.syms`, "# none\n");
    assertEquals(await build(), { compiled: 1, upToDate: 0, linked: true });
  });
});

Deno.test("buildCore() exports only what is marked, and never unloads", async () => {
  await withCheckout(async (root) => {
    const { path } = await buildCore({ root, install: false });
    const names = await runCommand(["nm", "-D", "--defined-only", path]);
    assertEquals(names.stdout.trim().split(" ").at(-1), "one");
    const flags = await runCommand(["readelf", "-dW", path]);
    assert(flags.stdout.includes("NODELETE"), flags.stdout);
  });
});

Deno.test("buildCore() builds the same bytes in another place", async () => {
  const built: Uint8Array[] = [];
  for (let time = 0; time < 2; time++) {
    await withCheckout(async (root) => {
      const { path } = await buildCore({ root, install: false });
      built.push(await Deno.readFile(path));
    });
  }
  assertEquals(built[0], built[1]);
});

Deno.test("buildCore() tells of every source with an error, and keeps the library", async () => {
  await withCheckout(async (root) => {
    const { path } = await buildCore({ root, install: false });
    const before = await Deno.readFile(path);
    await put(root, "one", "int one = missing_one;\n");
    await put(root, "two", "int two = missing_two;\n");
    const error = await assertRejects(
      () => buildCore({ root, install: false }),
      BuildError,
    );
    assert(error.message.includes("2 of 2 sources"), error.message);
    assert(error.message.includes("missing_one"));
    assert(error.message.includes("missing_two"));
    assertEquals(await Deno.readFile(path), before);
  });
});

Deno.test("buildCore() refuses a library that lacks a function", async () => {
  await withCheckout(async (root) => {
    await put(
      root,
      "two",
      `#include "shared.h"\nint gone(void);\nint two(void);\n` +
        "API int two(void) { return gone(); }\n",
    );
    await assertRejects(
      () => buildCore({ root, install: false }),
      BuildError,
      "gone",
    );
  });
});

Deno.test("buildCore() may run twice at once", async () => {
  await withCheckout(async (root) => {
    const both = await Promise.all([
      buildCore({ root, install: false }),
      buildCore({ root, install: false }),
    ]);
    assertEquals(both.map(({ compiled }) => compiled).sort(), [0, 2]);
  });
});
