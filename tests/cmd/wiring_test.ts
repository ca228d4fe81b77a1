/** The promises of cmd/wiring.ts. */
import {
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { resolveTarget, StorageError } from "../../backends/mod.ts";
import { runCore, Wiring } from "../../cmd/wiring.ts";

const NO_ENV = { env: () => undefined };

function target(url: string) {
  return resolveTarget(url, new Map(), { cwd: "/" });
}

Deno.test("Wiring opens targets, knows their facts, and changes nothing", async () => {
  const folder = await Deno.makeTempDir();
  const wiring = new Wiring(NO_ENV);
  const targets = [`file://${folder}/new`, "mem:"].map(target);
  const opened = await wiring.openTargets(targets, "create");
  assertEquals(opened.map(({ facts }) => facts?.kind), ["directory", "memory"]);
  assertEquals([...wiring.faces().keys()], targets.map(({ name }) => name));
  assertEquals(wiring.backend(targets[1]?.name ?? "").url, "mem:");
  assertThrows(() => wiring.backend("other"), TypeError);
  assertEquals([...Deno.readDirSync(folder)], []);
  await wiring.close();
  await Deno.remove(folder);
});

Deno.test("Wiring fails for storage that it has no credential for", async () => {
  const wiring = new Wiring(NO_ENV);
  await assertRejects(
    () => wiring.openTargets([target("s3://bucket/x")], "create"),
    StorageError,
    "there is no credential",
  );
  await wiring.close();
});

Deno.test("runCore() names a status and says what it means", async () => {
  const wiring = new Wiring(NO_ENV);
  const { statusText } = runCore(wiring.core);
  assertStringIncludes(statusText(-28), "ENOSPC (");
  assertEquals(
    statusText(-1101),
    "nothing listens there, or there is no route: look at the endpoint",
  );
  await wiring.close();
});

Deno.test("Wiring closes every target and the core, also after a failure", async () => {
  const wiring = new Wiring(NO_ENV);
  const targets = ["mem:a", "mem:b"].map(target);
  const opened = await wiring.openTargets(targets, "create");
  const closed: string[] = [];
  for (const { backend } of opened) {
    backend.close = () => {
      closed.push(backend.url);
      return Promise.reject(new TypeError(backend.url));
    };
  }
  await assertRejects(() => wiring.close(), TypeError, "mem:a");
  assertEquals(closed, ["mem:a", "mem:b"]);
  await assertRejects(async () => await wiring.core.probePath("/"));
});
