/** The promises of cmd/python/python_packages.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  pythonPackages,
  readPackages,
} from "../../../cmd/python/python_packages.ts";

const hasPython = await new Deno.Command("python3", { args: ["--version"] })
  .output().then(({ success }) => success, () => false);

Deno.test({
  name: "pythonPackages() asks the python3 of this host",
  ignore: !hasPython,
  async fn() {
    const found = await pythonPackages({
      env: (name) => name === "PATH" ? Deno.env.get(name) : undefined,
    });
    const told = found.state === "found" ? found.version : found.reason;
    assertStringIncludes(told, "3.");
  },
});

Deno.test("pythonPackages() says why nothing is known", async () => {
  const found = await pythonPackages({
    env: (name) => name === "PATH" ? "/nowhere" : undefined,
  });
  assertEquals(found, { state: "unknown", reason: "This host has no python3" });
});

Deno.test("readPackages() takes only an answer", () => {
  const said = '{"python": "3.9.1", "modules": {"lance": "14.0.2"}}\n';
  assertEquals(readPackages(said), {
    state: "found",
    version: "3.9.1",
    modules: new Map([["lance", "14.0.2"]]),
  });
  for (const text of ["", "7", "null", "{}", '{"modules": null}']) {
    assertEquals(readPackages(text), null, text);
  }
});
