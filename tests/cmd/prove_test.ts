import { assertEquals, assertStringIncludes } from "@std/assert";
import { bundlePage } from "../../cmd/bundle_page.ts";
import { proofSchema } from "../../engine/mod.ts";
import { runCli } from "../_support/cli.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

const SHORT = ["prove", "--only", "zeroed", "--backend", "mem", "--seed", "2a"];

Deno.test("prove exits 0 with the matrix and the seed that repeats it", async () => {
  const { exit, out } = await runCli([...SHORT, "--quiet"]);
  assertEquals(exit, 0);
  assertStringIncludes(out, "prove, seed 2a");
  assertStringIncludes(out, "zeroed                   yes   zeroed");
  assertStringIncludes(out, "Proven: 1 fault put and named");
});

Deno.test("prove writes JSON to a stream of its own, and to a file", async () => {
  const { err, exit, out } = await runCli([...SHORT, "--json", "-"]);
  assertEquals([exit, JSON.parse(out).cells[0].outcome], [0, "named"]);
  assertStringIncludes(err, "Proven");
  const folder = await Deno.makeTempDir();
  try {
    const args = [...SHORT, "--quiet", "--json", `${folder}/proof.json`];
    assertEquals((await runCli(args)).exit, 0);
    const saved = await Deno.readTextFile(`${folder}/proof.json`);
    assertEquals(JSON.parse(saved).seed, "2a");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("prove writes a page of what the JSON has", async () => {
  await bundlePage(ROOT);
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/proof.html`;
    const args = [...SHORT, "--json", "-", "--html", path];
    const { exit, out } = await runCli(args);
    const page = await Deno.readTextFile(path);
    assertEquals(exit, 0);
    assertStringIncludes(page, JSON.parse(out).verdict.sentence);
    assertStringIncludes(page, '<span title="at rest">zeroed</span>');
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("prove prints the schema of its JSON", async () => {
  const { exit, out } = await runCli(["prove", "--schema"]);
  assertEquals([exit, JSON.parse(out)], [
    0,
    JSON.parse(JSON.stringify(proofSchema())),
  ]);
});

Deno.test("prove exits 2 for what cannot be asked", async () => {
  const { err, exit } = await runCli(["prove", "--only", "zerod"]);
  assertEquals(exit, 2);
  assertStringIncludes(err, "zeroed");
});

Deno.test("prove exits 3 where the world fails", async () => {
  const env = { STOR_VERIFY_CORE: "/nowhere/libstorcore.so" };
  const { err, exit } = await runCli(SHORT, { env });
  assertEquals(exit, 3);
  assertStringIncludes(err, "/nowhere/libstorcore.so");
});
