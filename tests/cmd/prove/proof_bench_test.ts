import { assertEquals, assertRejects } from "@std/assert";
import { openBench } from "../../../cmd/prove/proof_bench.ts";
import { testContext } from "../../_support/cli.ts";
import { noInterrupt, withBench } from "./_bench.ts";

Deno.test("openBench() opens each backend where its bytes can be reached", async () => {
  await withBench("file", (bench, folder) => {
    assertEquals(bench.files, `${folder}/files`);
    assertEquals(bench.opened.facts?.kind, "directory");
    return Promise.resolve();
  });
  await withBench("mem", (bench) => {
    assertEquals([bench.files, bench.oracles], [undefined, undefined]);
    assertEquals(bench.opened.facts?.kind, "memory");
    return Promise.resolve();
  });
  await withBench("az", (bench) => {
    assertEquals(bench.stand !== undefined, true);
    assertEquals(bench.opened.store?.client, "libcurl");
    return Promise.resolve();
  });
});

Deno.test("a bench is emptied between runs", async () => {
  await withBench("file", async (bench, folder) => {
    await Deno.writeTextFile(`${folder}/files/x`, "x");
    await Deno.writeTextFile(`${folder}/oracles/x`, "x");
    await bench.clear();
    assertEquals([...Deno.readDirSync(`${folder}/files`)], []);
    assertEquals([...Deno.readDirSync(`${folder}/oracles`)], []);
  });
});

Deno.test("openBench() fails where there is no core, and leaves nothing open", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const env = { STOR_VERIFY_CORE: `${folder}/none.so` };
    await assertRejects(
      () =>
        openBench("s3", {
          context: testContext({ env }),
          folder,
          interrupt: noInterrupt(),
        }),
      Error,
      "none.so",
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
