import { assert, assertEquals, assertThrows } from "@std/assert";
import { runCommand } from "../../ffi/_command.ts";
import { CoreError, loadCore } from "../../ffi/mod.ts";
import { ABI } from "../../ffi/symbols.ts";

/** False in a container whose root is not that of the machine. */
const CAN_MOUNT = Deno.uid() === 0 &&
  (await runCommand(["unshare", "--mount", "true"])).ok;

/** Builds a library from a line of C and gives its path. */
async function withLibrary(
  source: string,
  body: (path: string) => Promise<void> | void,
) {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/a.c`, source);
    const path = `${folder}/a.so`;
    const built = await runCommand([
      ...[Deno.env.get("CC") ?? "gcc", "-shared", "-fPIC"],
      ...["-o", path, `${folder}/a.c`],
    ]);
    assert(built.ok, built.stderr);
    await body(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function failure(path: string): CoreError {
  return assertThrows(() => loadCore({ path }), CoreError);
}

Deno.test("loadCore() says where it looked and how to build it", () => {
  const error = failure("/no/such/core.so");
  assertEquals(
    error.message,
    'Cannot load the C core: no library at "/no/such/core.so". ' +
      'Run "deno task core"',
  );
  assertEquals(error.statusName, "ENOENT");
});

Deno.test("loadCore() names the variable that points to nothing", async () => {
  const mod = new URL("../../ffi/mod.ts", import.meta.url);
  const result = await runCommand([
    Deno.execPath(),
    "eval",
    `import { loadCore } from "${mod}"; loadCore();`,
  ], { env: { STOR_VERIFY_CORE: "/no/such/core.so" } });
  assertEquals(result.ok, false);
  assert(
    result.stderr.includes("where STOR_VERIFY_CORE points"),
    result.stderr,
  );
});

Deno.test("loadCore() refuses a library of another ABI", async () => {
  await withLibrary("unsigned sv_abi(void) { return 99; }", (path) => {
    const error = failure(path);
    assert(error.message.includes(`has ABI 99: this program needs ABI ${ABI}`));
    assert(error.message.endsWith('Run "deno task core"'), error.message);
  });
});

Deno.test("loadCore() refuses a library that lacks a function", async () => {
  await withLibrary(`unsigned sv_abi(void) { return ${ABI}; }`, (path) => {
    const error = failure(path);
    assert(
      error.message.includes(`lacks a function of ABI ${ABI}`),
      error.message,
    );
  });
});

Deno.test("loadCore() refuses what is not a library of this program", async () => {
  await withLibrary("int other(void) { return 1; }", async (path) => {
    assert(failure(path).message.includes("is not a library of this program"));
    await Deno.writeTextFile(path, "not ELF");
    assertEquals(failure(path).statusName, "ENOEXEC");
  });
});

Deno.test({
  name: "loadCore() explains a file system that does not run code" +
    (CAN_MOUNT ? "" : " (no root to mount one)"),
  // The test mounts one of its own, which needs root.
  ignore: !CAN_MOUNT,
  fn: async () => {
    using core = loadCore();
    const folder = await Deno.makeTempDir();
    const mount = await runCommand([
      ...["mount", "-t", "tmpfs", "-o", "noexec", "none", folder],
    ]);
    if (!mount.ok) throw new Error(mount.stderr);
    try {
      await Deno.copyFile(core.path, `${folder}/core.so`);
      const error = failure(`${folder}/core.so`);
      assertEquals(error.statusName, "EACCES");
      assert(error.message.includes("noexec"), error.message);
      assert(error.message.includes("Set TMPDIR"), error.message);
    } finally {
      // Lazily: after a failed dlopen glibc keeps one segment mapped.
      await runCommand(["umount", "-l", folder]);
      await Deno.remove(folder);
    }
  },
});
