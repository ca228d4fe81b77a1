/** The promises of cmd/doctor/python_checks.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkPython } from "../../../cmd/doctor/python_checks.ts";

const ALL = ["torch", "jax", "tensorflow", "vortex", "lance"];

function found(...modules: readonly string[]) {
  return {
    state: "found",
    version: "3.11.2",
    modules: new Map(modules.map((name) => [name, "1.0"])),
  } as const;
}

Deno.test("checkPython() names what is here with its version", () => {
  const [python, ...others] = checkPython(found(...ALL, "numpy", "idle"));
  assertEquals(others, []);
  assertEquals(python?.state, "works");
  assertEquals(
    python?.text,
    "3.11.2, with torch 1.0, jax 1.0, tensorflow 1.0, vortex 1.0, lance 1.0, " +
      "numpy 1.0",
  );
});

Deno.test("checkPython() names what is not here, what is skipped, and the packages", () => {
  const [, libraries] = checkPython(found("torch", "vortex", "tensorflow"));
  assertEquals(libraries?.state, "limited");
  assertEquals(
    libraries?.text,
    "not here: jax, lance; skipped: loader.framework.jax, table.lance_import.*",
  );
  assertStringIncludes(libraries?.remedy ?? "", " webdataset jax pylance && ");
});

Deno.test("checkPython() says why nothing is known of a Python", () => {
  const reason = "This host has no python3";
  const [python, libraries] = checkPython({ state: "unknown", reason });
  assertEquals([python?.state, python?.text], ["limited", reason]);
  assertStringIncludes(python?.remedy ?? "", "python3-venv");
  for (const name of ALL) assertStringIncludes(libraries?.text ?? "", name);
});
