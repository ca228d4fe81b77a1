import { assertEquals, assertThrows } from "@std/assert";
import {
  parseTargets,
  resolveTarget,
  TargetsError,
} from "../../../backends/mod.ts";

const targets = parseTargets(
  "targets: { nvme: { url: 'direct:///dev/sdb', eraseDevice: S1 } }",
  () => undefined,
);
const options = { cwd: "/work" };

Deno.test("resolveTarget() finds a target by its name", () => {
  assertEquals(
    resolveTarget("nvme", targets, options).url.text,
    "direct:///dev/sdb",
  );
});

Deno.test("resolveTarget() has targets that need no file", () => {
  assertEquals(
    resolveTarget("local", targets, options).url.text,
    "file:///work/stor-verify-scratch",
  );
  assertEquals(
    resolveTarget("local-direct", targets, options).url.text,
    "direct:///work/stor-verify-scratch-direct",
  );
});

Deno.test("resolveTarget() has a bucket of every provider", () => {
  for (const name of ["minio", "aws", "gcs", "aliyun", "tencent", "huawei"]) {
    const { settings, url } = resolveTarget(name, targets, options);
    assertEquals(url.text, "s3://stor-verify/scratch");
    assertEquals(settings, { provider: name });
  }
  const azure = resolveTarget("azure", targets, options);
  assertEquals(azure.url.text, "az://stor-verify/scratch");
});

Deno.test("resolveTarget() lets the file redefine a built-in name", () => {
  const mine = parseTargets("targets: { local: { url: 'mem:' } }", () => "");
  assertEquals(resolveTarget("local", mine, options).url.text, "mem:");
});

Deno.test("resolveTarget() gives a URL the settings written for it", () => {
  const target = resolveTarget("direct:///dev/sdb/", targets, options);
  assertEquals(target.settings, { eraseDevice: "S1" });
  assertEquals(target.name, "direct:///dev/sdb");
  assertEquals(resolveTarget("mem:x", targets, options).settings, {});
});

Deno.test("resolveTarget() tells the name that was meant", () => {
  const error = assertThrows(
    () => resolveTarget("nmve", targets, options),
    TargetsError,
  );
  assertEquals(error.mistakes, [
    'Cannot use target "nmve": no target has that name (did you mean ' +
    '"nvme"?); there are aliyun, aws, azure, cluster, gcs, huawei, local, ' +
    "local-direct, minio, nvme, tencent",
  ]);
});

Deno.test("resolveTarget() refuses a path and a bare scheme", () => {
  for (const text of ["/mnt/x", "file", "./x"]) {
    assertThrows(() => resolveTarget(text, targets, options), TargetsError);
  }
});
