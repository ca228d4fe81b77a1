import { assertEquals } from "@std/assert";
import { elements, withS3 } from "../_s3.ts";

Deno.test("a deleted object is gone, and deleting it again is no error", async () => {
  await withS3(async ({ ask, put, get, folder, endpoint }) => {
    await put("a", "hello");
    for (let round = 0; round < 2; round++) {
      assertEquals((await ask("DELETE", "/a")).status, 204);
    }
    assertEquals((await get("a")).code, "NoSuchKey");
    await endpoint.close();
    assertEquals([...Deno.readDirSync(`${folder}/blobs`)], []);
  });
});

const CRC = "x-amz-checksum-crc32";

function listOf(keys: readonly string[], more = ""): string {
  const objects = keys.map((key) => `<Object><Key>${key}</Key></Object>`);
  return `<Delete>${more}${objects.join("")}</Delete>`;
}

async function md5Of(text: string): Promise<Record<string, string>> {
  const { createHash } = await import("node:crypto");
  return {
    "content-md5": createHash("md5").update(text).digest("base64"),
  };
}

Deno.test("many are deleted at once, each with its outcome", async () => {
  await withS3(async ({ ask, put, get }) => {
    await put("a", "1");
    await put("b%26", "2");
    await put("c", "3");
    const body = listOf(["a", "b&amp;", "none", "x".repeat(1)]);
    const headers = await md5Of(body);
    const told = await ask("POST", "?delete", { body, headers });
    assertEquals(elements(told.text, "Key"), ["a", "b&amp;", "none", "x"]);
    assertEquals((await get("a")).status, 404);
    assertEquals((await get("b%26")).status, 404);
    assertEquals((await get("c")).status, 200);
  });
});

Deno.test("a quiet delete names only errors", async () => {
  await withS3(async ({ ask }) => {
    const body = listOf(["a"], "<Quiet>true</Quiet>");
    const headers = await md5Of(body);
    const told = await ask("POST", "?delete", { body, headers });
    assertEquals([told.status, elements(told.text, "Key")], [200, []]);
  });
});

Deno.test("a list without checksum, with a wrong one, or unsound is refused", async () => {
  await withS3(async ({ ask, put, get }) => {
    await put("a", "1");
    const code = async (body: string, headers: Record<string, string>) =>
      (await ask("POST", "?delete", { body, headers })).code;
    const body = listOf(["a"]);
    assertEquals(await code(body, {}), "InvalidRequest");
    assertEquals(await code(body, { [CRC]: "AAAAAA==" }), "BadDigest");
    for (const unsound of ["<Delete/>", "<a>", listOf(Array(1001).fill("k"))]) {
      assertEquals(await code(unsound, await md5Of(unsound)), "MalformedXML");
    }
    assertEquals((await get("a")).status, 200);
  });
});
