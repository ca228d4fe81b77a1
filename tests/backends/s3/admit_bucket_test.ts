import { assertEquals } from "@std/assert";
import { assertKind } from "../_rejects.ts";
import { type Canned, withCanned } from "./_canned.ts";

const EMPTY = { status: "200 OK", body: "<ListBucketResult/>" };

/** What a server answers to a listing, and to all else. */
function bucket(rest: Canned, asked: string[]) {
  return (line: string) => {
    asked.push(line.split(" ")[0] ?? "");
    return line.includes("list-type=2") ? EMPTY : rest;
  };
}

function refusing(status: string, code: string): Canned {
  return { status, body: `<Error><Code>${code}</Code></Error>` };
}

Deno.test("admit() to verify only lists", async () => {
  const asked: string[] = [];
  const denied = refusing("403 Forbidden", "AccessDenied");
  await withCanned(bucket(denied, asked), async (backend) => {
    await backend.admit("verify");
    assertEquals(asked, ["GET"]);
    await assertKind(() => backend.admit("create"), "PermissionDenied");
    assertEquals(asked, ["GET", "GET", "POST"]);
  });
});

Deno.test("admit() takes a server that knows no uploads", async () => {
  const asked: string[] = [];
  const unknown = refusing("501 Not Implemented", "NotImplemented");
  await withCanned(bucket(unknown, asked), async (backend) => {
    await backend.admit("create");
    assertEquals(asked, ["GET", "POST"]);
  });
});
