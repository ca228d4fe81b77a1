import { assert, assertEquals, assertRejects } from "@std/assert";
import { runCommand } from "../../ffi/_command.ts";
import {
  GLIBC_FLOOR,
  glibcFloor,
  parseGlibcNeeds,
} from "../../ffi/glibc_floor.ts";
import { loadCore } from "../../ffi/mod.ts";

const IS_X86 = Deno.build.arch === "x86_64";

Deno.test({
  name: "the library needs nothing newer than glibc 2.28",
  ignore: !IS_X86,
  fn: async () => {
    using core = loadCore();
    const { needed, tooNew } = await glibcFloor(core.path);
    assert(needed.length > 20, `only ${needed.length} symbols were seen`);
    assertEquals(tooNew, []);
  },
});

Deno.test("glibcFloor() names the symbol that is too new", () => {
  const line = (version: string, symbol: string) =>
    `0000000000000000      DF *UND*\t0000000000000000 (${version}) ${symbol}`;
  const { needed, tooNew } = parseGlibcNeeds([
    line("GLIBC_2.2.5", "write"),
    line("GLIBC_2.28", "statx"),
    line("GLIBC_2.3.4", "__snprintf_chk"),
    line("GLIBC_2.34", "pthread_create"),
    line("GLIBC_PRIVATE", "__libc_secret"),
    "0000000000001000 g    DF .text\t0000000000000010  Base        sv_abi",
  ].join("\n"));
  assertEquals(needed.length, 5);
  assertEquals(tooNew, [
    { symbol: "pthread_create", version: "2.34" },
    { symbol: "__libc_secret", version: "PRIVATE" },
  ]);
});

Deno.test({
  name: "glibcFloor() catches a library linked without the floor file",
  ignore: !IS_X86,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const library = `${folder}/breach.so`;
      await Deno.writeTextFile(
        `${folder}/breach.c`,
        "#define _GNU_SOURCE\n#include <unistd.h>\n" +
          "int breach(void) { return gettid(); }\n",
      );
      const built = await runCommand([
        ...["gcc", "-shared", "-fPIC", "-o", library, `${folder}/breach.c`],
      ]);
      assert(built.ok, built.stderr);
      assertEquals((await glibcFloor(library)).tooNew, [
        { symbol: "gettid", version: "2.30" },
      ]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test("glibcFloor() fails for a file it cannot read", async () => {
  await assertRejects(() => glibcFloor("/dev/null"), Error, "/dev/null");
});

Deno.test({
  name: "every version in glibc_floor.syms is in this glibc and old enough",
  ignore: !IS_X86,
  fn: async () => {
    const text = await Deno.readTextFile(
      new URL("../../ffi/glibc_floor.syms", import.meta.url),
    );
    const known = new Set<string>();
    for (const name of ["libc.so.6", "libm.so.6"]) {
      const found = await runCommand(["gcc", `-print-file-name=${name}`]);
      const dump = await runCommand(["objdump", "-T", found.stdout.trim()]);
      for (const line of dump.stdout.split("\n")) {
        const match = /\(?(GLIBC_[\d.]+)\)?\s+(\S+)$/.exec(line);
        if (match) known.add(`${match[2]}@${match[1]}`);
      }
    }
    const targets = text.split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => line.split(" ")[1] ?? "");
    assert(targets.length > 100);
    for (const target of targets) {
      if (target.startsWith("svi_old_")) continue;
      assert(known.has(target), `${target} is not in this glibc`);
      const minor = Number(/GLIBC_2\.(\d+)/.exec(target)?.[1]);
      assert(minor <= Number(GLIBC_FLOOR.split(".")[1]), target);
    }
  },
});
