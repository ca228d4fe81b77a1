import { assertEquals, assertThrows } from "@std/assert";
import { findTargetsFile, TargetsError } from "../../../backends/mod.ts";

function ports(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
) {
  return {
    cwd: "/w",
    env: (name: string) => env[name],
    read: (path: string) => files[path],
  };
}

Deno.test("findTargetsFile() takes the first of four places, and only it", () => {
  const files: Record<string, string> = {
    "/w/asked.yaml": "1",
    "/etc/sv.yaml": "2",
    "/w/stor-verify.local.yaml": "3",
    "/w/stor-verify.yaml": "4",
  };
  const env = { STOR_VERIFY_CONFIG: "/etc/sv.yaml" };
  const all = { ...ports(files, env), config: "asked.yaml" };
  assertEquals(findTargetsFile(all)?.path, "/w/asked.yaml");
  assertEquals(findTargetsFile(ports(files, env))?.text, "2");
  assertEquals(findTargetsFile(ports(files))?.text, "3");
  delete files["/w/stor-verify.local.yaml"];
  assertEquals(findTargetsFile(ports(files))?.text, "4");
  assertEquals(findTargetsFile(ports({})), undefined);
});

Deno.test("findTargetsFile() refuses to go on without the file asked for", () => {
  const files = { "/w/stor-verify.yaml": "4" };
  assertThrows(
    () => findTargetsFile({ ...ports(files), config: "no.yaml" }),
    TargetsError,
    '"no.yaml" that --config names',
  );
  assertThrows(
    () => findTargetsFile(ports(files, { STOR_VERIFY_CONFIG: "no.yaml" })),
    TargetsError,
    "STOR_VERIFY_CONFIG",
  );
});
