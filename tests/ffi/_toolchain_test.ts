import { assert, assertEquals } from "@std/assert";
import { missingSentence, searchToolchain } from "../../ffi/_toolchain.ts";

/** Runs `body` with a compiler that knows neither headers nor archives. */
async function withBareCompiler(body: (cc: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    const cc = `${folder}/cc`;
    await Deno.writeTextFile(
      cc,
      `#!/bin/sh\ncase "$1" in\n--version) echo bare 1.0 ;;\n` +
        `-print-file-name=*) echo "\${1#*=}" ;;\n*) exit 1 ;;\nesac\n`,
      { mode: 0o755 },
    );
    await body(cc);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("searchToolchain() finds a compiler and all archives here", async () => {
  const search = await searchToolchain();
  if (!("found" in search)) throw new Error(search.missing.join(", "));
  const names = search.found.archives.map((path) => path.split("/").at(-1));
  assertEquals(names, [
    ...["libfiu.a", "liburing.a", "libbrotlienc.a", "libbrotlidec.a"],
    ...["libbrotlicommon.a", "liblz4.a", "libz.a", "libzstd.a"],
    ...["libsnappy.a", "libstdc++.a", "libgcc_eh.a"],
  ]);
  assert(search.found.version !== "");
});

Deno.test("searchToolchain() names every compiler it tried", async () => {
  assertEquals(await searchToolchain(["no-cc-one", "no-cc-two"]), {
    missing: ["a C compiler (tried no-cc-one, no-cc-two)"],
  });
});

Deno.test("searchToolchain() names all that is missing at once", async () => {
  await withBareCompiler(async (cc) => {
    assertEquals(await searchToolchain([cc]), {
      missing: [
        "the header fiu.h",
        "the header fiu-control.h",
        "the header liburing.h",
        "the header brotli/decode.h",
        "the header brotli/encode.h",
        "the header lz4.h",
        "the header snappy-c.h",
        "the header zlib.h",
        "the header zstd.h",
        "the static archive libfiu.a",
        "the static archive liburing.a",
        "the static archive libbrotlienc.a",
        "the static archive libbrotlidec.a",
        "the static archive libbrotlicommon.a",
        "the static archive liblz4.a",
        "the static archive libz.a",
        "the static archive libzstd.a",
        "the static archive libsnappy.a",
        "the static archive libstdc++.a",
        "the static archive libgcc_eh.a",
      ],
    });
  });
});

Deno.test("missingSentence() says what to install", () => {
  const text = missingSentence(["the header fiu.h"]);
  assert(text.startsWith("Cannot build the C core: missing the header fiu.h."));
  assert(
    text.includes("apt-get install gcc g++ libc6-dev libfiu-dev"),
  );
  assert(text.includes("dnf install"));
});
