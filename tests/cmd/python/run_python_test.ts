/**
 * The promises of cmd/python/run_python.ts. What needs `python3` is skipped
 * where there is none.
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { type PythonRun, runPython } from "../../../cmd/python/run_python.ts";

const hasPython = await new Deno.Command("python3", { args: ["--version"] })
  .output().then(({ success }) => success, () => false);

/** Runs that text as a script. */
async function run(text: string, options: Partial<PythonRun> = {}) {
  const path = await Deno.makeTempFile({ suffix: ".py" });
  try {
    await Deno.writeTextFile(path, text);
    return await runPython({
      env: (name) => name === "PATH" ? Deno.env.get(name) : undefined,
      script: new URL(`file://${path}`),
      args: ["a b", "c"],
      timeoutMs: 60_000,
      ...options,
    });
  } finally {
    await Deno.remove(path);
  }
}

Deno.test({
  name: "runPython() hands over arguments, and gives what was printed",
  ignore: !hasPython,
  async fn() {
    const script = "import os, sys\n" +
      "print(sys.argv[1:], os.environ['STOR_X'], '' in sys.path)";
    const end = await run(script, { extra: { STOR_X: "y" } });
    assertEquals(end.state === "ended" && end.stdout, "['a b', 'c'] y False\n");
  },
});

Deno.test({
  name: "runPython() tells how a script ended that gave no answer",
  ignore: !hasPython,
  async fn() {
    const end = await run("raise SystemExit('no driver')");
    const told = end.state === "ended" ? end.told : "";
    assertEquals(told, 'it ended with code 1 and said "no driver"');
  },
});

Deno.test({
  name: "runPython() ends a script that never does",
  ignore: !hasPython,
  async fn() {
    const end = await run("import time\nwhile True: time.sleep(9)", {
      timeoutMs: 1,
    });
    assertEquals(end, { state: "failed", reason: "it did not end in 0.001 s" });
  },
});

Deno.test("runPython() says when there is no python3, and which was named", async () => {
  const lost = await run("", {
    env: (name) => name === "PATH" ? "/nowhere" : undefined,
  });
  assertEquals(lost, { state: "absent", reason: "This host has no python3" });
  const named = await run("", {
    env: (name) => name === "STOR_VERIFY_PYTHON" ? "/no/python3.9" : undefined,
  });
  assertEquals(named.state, "absent");
  const reason = named.state === "absent" ? named.reason : "";
  assertStringIncludes(reason, '"/no/python3.9", which STOR_VERIFY_PYTHON');
});

Deno.test("runPython() starts nothing but a Python", async () => {
  for (const program of ["/bin/sh", "/bin/python3-config", "rm", "/x/"]) {
    const end = await run("", {
      env: (name) => name === "STOR_VERIFY_PYTHON" ? program : undefined,
    });
    assertEquals(end, {
      state: "absent",
      reason: `STOR_VERIFY_PYTHON is "${program}", and should be the path ` +
        "of a python3",
    });
  }
});
