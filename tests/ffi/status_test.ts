import { assert, assertEquals } from "@std/assert";
import { loadCore } from "../../ffi/mod.ts";
import { CoreError, STATUSES, statusName, statusOf } from "../../ffi/status.ts";
import { headerTable } from "./header_facts.ts";

Deno.test("STATUSES are those of the header", () => {
  const rows = headerTable("SV_STATUS_MAP").map(([name = "", value, text]) => [
    name,
    [Number(value), text],
  ]);
  assertEquals(Object.fromEntries(rows), STATUSES);
});

Deno.test("STATUSES have the text that the library gives them", () => {
  using core = loadCore();
  for (const [value, text] of Object.values(STATUSES)) {
    assertEquals(core.statusText(value), text);
  }
  assert(core.statusText(-424242).length > 0);
});

Deno.test("statusName() knows errors of kernel and core, and no others", () => {
  assertEquals(statusName(-5), "EIO");
  assertEquals(statusName(-28), "ENOSPC");
  assertEquals(statusName(-1003), "ALIGN");
  assertEquals(statusName(-998), "-998");
  assertEquals(statusOf("ENOSPC"), -28);
  assertEquals(statusOf("ENONSENSE"), undefined);
});

Deno.test("CoreError tells status, name, operation and the failed file", () => {
  const error = new CoreError("Cannot x: y", {
    status: -28,
    operation: "x",
    failedFile: 3,
  });
  assertEquals(
    [error.name, error.statusName, error.operation, error.failedFile],
    ["CoreError", "ENOSPC", "x", 3],
  );
  const bare = new CoreError("Cannot x: y", { status: -1, operation: "x" });
  assertEquals(bare.failedFile, null);
});
