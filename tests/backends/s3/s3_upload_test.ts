import { assert, assertEquals } from "@std/assert";
import type { StorageErrorKind } from "../../../backends/mod.ts";
import { assertKind } from "../_rejects.ts";
import { type Canned, withCanned } from "./_canned.ts";
import { withBackend, withEndpoint } from "./_s3_server.ts";

const CREATED = "<InitiateMultipartUploadResult><UploadId>u1</UploadId>" +
  "</InitiateMultipartUploadResult>";

/** What a completion comes to when the server answers it so. */
async function completion(
  answer: Canned,
  kind: StorageErrorKind,
): Promise<string> {
  let told = "";
  await withCanned((line) => {
    if (line.includes("uploads")) return { status: "200 OK", body: CREATED };
    if (line.startsWith("PUT")) {
      return { status: "200 OK", headers: { etag: '"e"' } };
    }
    return answer;
  }, async (backend) => {
    const upload = await backend.upload("k");
    assertEquals(upload.id, "u1");
    const part = await upload.put(1, new Uint8Array(3));
    const error = await assertKind(() => upload.complete([part]), kind);
    told = error.message;
  });
  return told;
}

Deno.test("a completion that says 200 and then an error has failed", async () => {
  const error = "<Error><Code>InternalError</Code><Message>m</Message></Error>";
  for (const body of [error, `<?xml version="1.0"?>\n  ${error}`]) {
    const answer = { status: "200 OK", body };
    assert((await completion(answer, "Unavailable")).includes("InternalError"));
  }
  const slow = "<Error><Code>SlowDown</Code></Error>";
  await completion({ status: "200 OK", body: slow }, "RateLimited");
});

Deno.test("a completion that says 200 and nothing of the object has failed", async () => {
  const bodies = [
    "<CompleteMultipartUploadResult></CompleteMultipartUploadResult>",
    "<html><body>OK</body></html>",
  ];
  for (const body of bodies) {
    const told = await completion({ status: "200 OK", body }, "Unexpected");
    assert(told.includes("success without an etag"), told);
  }
});

Deno.test("an upload tells the size of what it joined", async () => {
  await withEndpoint(async ({ settings, targetUrl }) => {
    await withBackend(targetUrl, settings, async (backend) => {
      const upload = await backend.upload("k");
      const parts = [
        await upload.put(2, new Uint8Array(10)),
        await upload.put(1, new Uint8Array(5 << 20)),
      ];
      const facts = await upload.complete(parts);
      assertEquals(facts.sizeBytes, (5 << 20) + 10);
      assertEquals((await backend.head("k")).etag, facts.etag);
    });
  });
});
