/** The promises of cmd/serve_folder.ts. */
import { assertEquals, assertThrows } from "@std/assert";
import { claimServeFolder } from "../../cmd/serve_folder.ts";
import { UsageError } from "../../cmd/usage_error.ts";

function withFolder(body: (cwd: string) => void): void {
  const cwd = Deno.makeTempDirSync();
  try {
    body(cwd);
  } finally {
    Deno.removeSync(cwd, { recursive: true });
  }
}

const OURS = { kind: "s3", processId: Deno.pid };

Deno.test("without a name the folder is made up, and goes", () => {
  const place = claimServeFolder({ ...OURS, cwd: "/", dir: undefined });
  assertEquals([...Deno.readDirSync(place.objects)], []);
  place.release();
  assertThrows(() => Deno.statSync(place.path), Deno.errors.NotFound);
});

Deno.test("a named folder is made, kept, and can be served again", () => {
  withFolder((cwd) => {
    for (let round = 0; round < 2; round++) {
      const place = claimServeFolder({ ...OURS, cwd, dir: "a/b" });
      assertEquals(place.path, `${cwd}/a/b`);
      Deno.writeTextFileSync(`${place.objects}/${round}`, "");
      assertEquals([...Deno.readDirSync(place.objects)].length, round + 1);
      place.release();
    }
  });
});

Deno.test("a folder of somebody else is refused and untouched", () => {
  withFolder((cwd) => {
    Deno.writeTextFileSync(`${cwd}/mine`, "keep");
    const claim = () => claimServeFolder({ ...OURS, cwd, dir: "." });
    assertThrows(claim, UsageError, "1 entries that are not an endpoint's");
    assertEquals([...Deno.readDirSync(cwd)].length, 1);
  });
});

Deno.test("a folder of another kind, or one that is being served, is refused", () => {
  withFolder((cwd) => {
    const place = claimServeFolder({ ...OURS, cwd, dir: "." });
    assertThrows(
      () => claimServeFolder({ ...OURS, cwd, dir: ".", kind: "azure" }),
      UsageError,
      "it is a folder of s3",
    );
    assertThrows(
      () => claimServeFolder({ ...OURS, cwd, dir: "." }),
      UsageError,
      `process ${Deno.pid} serves it already`,
    );
    place.release();
  });
});

Deno.test("a holder that was killed does not keep the folder", () => {
  withFolder((cwd) => {
    // No process has a number above the kernel's largest.
    const dead = { ...OURS, cwd, dir: ".", processId: 99_999_999 };
    claimServeFolder(dead);
    claimServeFolder({ ...OURS, cwd, dir: "." }).release();
  });
});
