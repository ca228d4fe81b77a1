import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parseUrl } from "../../../backends/mod.ts";
import { renderChecked } from "../../../cmd/targets/check.ts";
import { runCli } from "../../_support/cli.ts";

Deno.test("targets check passes what works, and ends with 0", async () => {
  const end = await runCli(["targets", "check", "mem:"], { cwd: "/w" });
  assertEquals(end.exit, 0, end.err);
  assertStringIncludes(end.out, "ok   read");
});

Deno.test("targets check says what failed, and ends with 3", async () => {
  const config = await Deno.makeTempFile({ suffix: ".yaml" });
  await Deno.writeTextFile(
    config,
    "targets: { lab: { url: 's3://bucket', endpoint: 'http://127.0.0.1:1', " +
      "accessKeyId: a, secretAccessKey: canary-9 } }",
  );
  for (const extra of [[], ["--json"]]) {
    const end = await runCli([
      "targets",
      "check",
      "--config",
      config,
      ...extra,
    ]);
    assertEquals(end.exit, 3, end.err);
    assertStringIncludes(end.out, "refused the connection");
    assertEquals(end.out.includes("canary-9"), false);
  }
  await Deno.remove(config);
});

Deno.test("targets check tells every name that means nothing", async () => {
  const end = await runCli(["targets", "check", "nmae", "otehr"], {
    cwd: "/w",
  });
  assertEquals(end.exit, 2);
  assertStringIncludes(end.err, "nmae");
  assertStringIncludes(end.err, "otehr");
});

Deno.test("renderChecked() aligns the steps below the target", () => {
  const url = parseUrl("s3://box");
  const text = renderChecked({
    target: { name: "lab", url, settings: {} },
    steps: [
      { step: "settings", state: "passed", text: "a" },
      { step: "tls", state: "failed", text: "b" },
      { step: "credential", state: "skipped", text: "c" },
    ],
  });
  assertEquals(
    text,
    "lab (s3://box)\n  ok   settings    a\n  FAIL tls         b\n" +
      "  skip credential  c\n",
  );
  assert(!text.includes("\t"));
});
