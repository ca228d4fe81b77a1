/** Cases of tables as people run them, on a folder and on a store. */
import { assertEquals } from "@std/assert";
import { AzureEndpoint } from "../../backends/reference/mod.ts";
import { withStorePlace } from "../_support/store_place.ts";
import { withTablePlace } from "../_support/table_place.ts";
import { runCli } from "../_support/cli.ts";

const SELECT = [
  "table.append.single_append",
  "table.encryption.encryption_key_24_bytes",
  "table.compression.compression_level",
  "table.concurrent_mix_workflow.concurrent_append",
  "table.crash_recovery.manifest_recovery",
].flatMap((id) => ["--select", id]);
/** Commits that race, and reads in ranges: what a store does otherwise. */
const ON_STORES = SELECT.slice(-4);

function heldIn(out: string): number {
  return out.split("\n").filter((line) => line.startsWith("held ")).length;
}

Deno.test("cases run tries tables on a folder, with the codecs of the core", async () => {
  await withTablePlace(async ({ folder, url }) => {
    const runs = await Deno.makeTempDir({ prefix: "stor-verify-runs-" });
    const args = ["cases", "run", "--runs", runs, "--target", url];
    const { exit, out } = await runCli([...args, ...SELECT]);
    assertEquals([exit, heldIn(out)], [0, 5], out);
    assertEquals([...Deno.readDirSync(folder)], []);
    await Deno.remove(runs, { recursive: true });
  });
});

Deno.test("cases run tries tables on a store", async () => {
  await withStorePlace({}, async ({ run }) => {
    const args = ["cases", "run", "--target", "store", ...ON_STORES];
    const { out } = await run(args);
    assertEquals(heldIn(out), 2, out);
  });
});

Deno.test("cases run tries tables past the page cache", async () => {
  await withTablePlace(async ({ folder, url }) => {
    const runs = await Deno.makeTempDir({ prefix: "stor-verify-runs-" });
    const target = url.replace("file:", "direct:");
    const args = ["cases", "run", "--runs", runs, "--target", target];
    const { exit, out } = await runCli([...args, ...ON_STORES]);
    assertEquals([exit, heldIn(out)], [0, 2], out);
    assertEquals([...Deno.readDirSync(folder)], []);
    await Deno.remove(runs, { recursive: true });
  });
});

Deno.test("cases run tries tables on a container", async () => {
  const cwd = await Deno.makeTempDir({ prefix: "stor-verify-az-" });
  try {
    await Deno.mkdir(`${cwd}/blobs`);
    await using endpoint = await AzureEndpoint.start({
      folder: `${cwd}/blobs`,
    });
    const { settings, targetUrl } = endpoint;
    const targets = { targets: { blobs: { url: targetUrl, ...settings } } };
    const config = `${cwd}/targets.yaml`;
    await Deno.writeTextFile(config, JSON.stringify(targets));
    const args = ["cases", "run", "--target", "blobs", "--config", config];
    const runs = ["--runs", `${cwd}/runs`];
    const { exit, out } = await runCli([...args, ...runs, ...ON_STORES]);
    assertEquals([exit, heldIn(out)], [0, 2], out);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
});
