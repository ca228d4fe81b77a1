import { assertEquals } from "@std/assert";
import { type Asking, elements, withS3 } from "../_s3.ts";

async function tell(
  { endpoint }: Asking,
  line: string,
  body?: string,
): Promise<string> {
  const [method = "", path = ""] = line.split(" ");
  const url = `${endpoint.url}${path}`;
  const init = body === undefined ? { method } : { method, body };
  const answer = await fetch(url, init);
  const text = await answer.text();
  return /<Code>(\w+)/.exec(text)?.[1] ?? String(answer.status);
}

Deno.test("buckets are made, seen, listed and removed", async () => {
  await withS3(async (asking) => {
    assertEquals(await tell(asking, "HEAD /other"), "404");
    assertEquals(await tell(asking, "PUT /other"), "200");
    assertEquals(await tell(asking, "HEAD /other"), "200");
    const answer = await fetch(asking.endpoint.url);
    assertEquals(elements(await answer.text(), "Name"), [
      "other",
      "stor-verify",
    ]);
    assertEquals(
      await tell(asking, "PUT /other"),
      "BucketAlreadyOwnedByYou",
    );
    assertEquals(await tell(asking, "DELETE /other"), "204");
    assertEquals(await tell(asking, "DELETE /other"), "NoSuchBucket");
  });
});

Deno.test("a bucket that is not empty stays", async () => {
  await withS3(async (asking) => {
    await asking.put("a", "hello");
    assertEquals(
      await tell(asking, "DELETE /stor-verify"),
      "BucketNotEmpty",
    );
    assertEquals((await asking.get("a")).text, "hello");
  });
});

Deno.test("names and places of buckets are checked", async () => {
  await withS3(async (asking) => {
    for (
      const name of ["ab", "A-b", "1.2.3.4", "a..b", "-ab", "a".repeat(64)]
    ) {
      assertEquals(await tell(asking, `PUT /${name}`), "InvalidBucketName");
    }
    const in_ = (region: string) =>
      `<CreateBucketConfiguration><LocationConstraint>${region}` +
      "</LocationConstraint></CreateBucketConfiguration>";
    assertEquals(
      await tell(asking, "PUT /far", in_("eu-west-1")),
      "IllegalLocationConstraintException",
    );
    assertEquals(await tell(asking, "PUT /near", in_("us-east-1")), "200");
    assertEquals(await tell(asking, "PUT /bad", "<x>"), "MalformedXML");
  });
});

Deno.test("location and versioning are told", async () => {
  await withS3(async ({ ask }) => {
    assertEquals((await ask("GET", "?location")).status, 200);
    const versioning = await ask("GET", "?versioning");
    assertEquals(versioning.text.includes("Enabled"), false);
    const answer = await ask("HEAD", "");
    assertEquals(answer.headers.get("x-amz-bucket-region"), "us-east-1");
  });
});
