/** The promises of cmd/serve.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { main } from "../../cmd/mod.ts";
import { runCli, type TestContext, testContext } from "../_support/cli.ts";

/** Serves until `body` is done, then presses Ctrl-C. */
async function withServed(
  typed: readonly string[],
  body: (context: TestContext, url: string) => Promise<void>,
): Promise<void> {
  const context = testContext();
  const ending = main(["serve", ...typed], context);
  // Ends by itself when it cannot start: then the body fails.
  const ended = ending.then(() => true);
  const turn = () => Deno.stat("/").then(() => false);
  while (!context.out().includes("Ctrl-C ends it")) {
    if (await Promise.race([ended, turn()])) break;
  }
  const url = /http:\/\/[\d.:]+/.exec(context.out())?.[0] ?? context.err();
  try {
    await body(context, url);
  } finally {
    context.send("SIGINT");
  }
  assertEquals(await ending, 0);
}

Deno.test("serve prints a target, answers, and leaves nothing", async () => {
  await withTemporaries(async (names) => {
    await withServed(["s3", "--bucket", "mine"], async (context, url) => {
      assertStringIncludes(context.out(), "url: s3://mine");
      assertStringIncludes(context.out(), `endpoint: "${url}"`);
      const answer = await fetch(`${url}/mine/a`);
      assertEquals(answer.status, 403);
      assertStringIncludes(await answer.text(), "AccessDenied");
      assertEquals(names().length, 1);
    });
    assertEquals(names(), []);
  });
});

Deno.test("serve lies as it is told", async () => {
  const mutant = "slow-down:count=1:every=1";
  await withServed(["s3", "--mutant", mutant], async (context, url) => {
    assertStringIncludes(context.out(), "reference-s3:");
    const { stdout } = await new Deno.Command("curl", {
      args: [
        "-sS",
        "--aws-sigv4",
        "aws:amz:us-east-1:s3",
        "--user",
        "reference:reference-secret",
        "--header",
        "x-amz-content-sha256: UNSIGNED-PAYLOAD",
        `${url}/stor-verify/a`,
        `${url}/stor-verify/a`,
      ],
    }).output();
    const codes = [...new TextDecoder().decode(stdout).matchAll(/<Code>(\w+)/g)]
      .map(([, code]) => code);
    assertEquals(codes, ["SlowDown", "NoSuchKey"]);
  });
});

Deno.test("serve knows every kind by one way", async () => {
  await withServed(["azure"], async (context, url) => {
    assertStringIncludes(context.out(), "url: az://");
    const answer = await fetch(url);
    await answer.body?.cancel();
    assertEquals(answer.status >= 400, true);
  });
});

Deno.test("serve keeps objects where it is told", async () => {
  const dir = await Deno.makeTempDir();
  await withServed(["s3", "--dir", dir], (context) => {
    assertStringIncludes(context.out(), `Objects stay in "${dir}"`);
    return Promise.resolve();
  });
  const names = [...Deno.readDirSync(dir)].map(({ name }) => name).sort();
  assertEquals(names, [".stor-verify-serve", "objects"]);
  await Deno.remove(dir, { recursive: true });
});

Deno.test("serve tells all mistakes at once", async () => {
  const end = await runCli([
    "serve",
    "s3",
    "--port",
    "99999",
    "--bucket",
    "../x",
    "--mutant",
    "stale-raed",
    "--mutant",
    "flip-bit:often=1",
  ]);
  assertEquals(end.exit, 2);
  for (
    const sentence of [
      "4 mistakes",
      "Cannot use --port 99999",
      "Cannot use --bucket ../x",
      '(did you mean "stale-read"?)',
      'Cannot use "often=1" of mutant "flip-bit:often=1"',
    ]
  ) {
    assertStringIncludes(end.err, sentence);
  }
});

Deno.test("serve says that a port is taken", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  const end = await runCli(["serve", "s3", "--port", String(port)]);
  assertEquals(end.exit, 2);
  assertStringIncludes(end.err, `Cannot listen on port ${port}`);
});

Deno.test("serve lists its mutants", async () => {
  for (const kind of ["s3", "azure"]) {
    const end = await runCli(["serve", kind, "--mutants"]);
    assertEquals(end.exit, 0);
    assertStringIncludes(end.out, "stale-read  ");
  }
});

/** Temporary folders are made where no other suite makes any meanwhile. */
async function withTemporaries(
  body: (names: () => string[]) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir();
  const before = Deno.env.get("TMPDIR");
  Deno.env.set("TMPDIR", root);
  try {
    await body(() => [...Deno.readDirSync(root)].map(({ name }) => name));
  } finally {
    if (before === undefined) Deno.env.delete("TMPDIR");
    else Deno.env.set("TMPDIR", before);
    await Deno.remove(root, { recursive: true });
  }
}
