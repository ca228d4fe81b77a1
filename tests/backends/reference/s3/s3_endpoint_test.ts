/**
 * The endpoint as strangers see it. Method: curl's own signing (one process per
 * request, nothing of ours in it), presigned URLs, TLS, and restarts.
 */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { S3Endpoint } from "../../../../backends/reference/mod.ts";
import {
  ALGORITHM,
  amzDateOf,
  canonicalRequest,
  sha256Hex,
  sign,
  signingKey,
  textToSign,
} from "../../../../backends/reference/s3/sigv4.ts";
import { withScratch } from "../../_scratch.ts";
import { element, withS3 } from "../_s3.ts";

const SIGNED = { anonymous: false };

async function curl(
  url: string,
  args: readonly string[],
  user = "reference:reference-secret",
): Promise<string> {
  const { stdout } = await new Deno.Command("curl", {
    args: [
      "-sS",
      "--path-as-is",
      "--aws-sigv4",
      "aws:amz:us-east-1:s3",
      "--user",
      user,
      // curl 7.88 does not add it by itself, and S3 demands it.
      "--header",
      "x-amz-content-sha256: UNSIGNED-PAYLOAD",
      "--write-out",
      " %{http_code}",
      ...args,
      url,
    ],
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout);
}

Deno.test("curl's own signatures are taken, for any key", async () => {
  await withS3(async ({ endpoint, folder }) => {
    const file = `${folder}/body`;
    await Deno.writeTextFile(file, "hello");
    for (const key of ["plain", "a/../b%20c//d", "%C3%BC%2B", "~x-_."]) {
      const url = `${endpoint.url}/stor-verify/${key}`;
      assertEquals(await curl(url, ["--upload-file", file]), " 200");
      assertEquals(await curl(url, []), "hello 200");
      assertEquals(await curl(url, ["--range", "1-3"]), "ell 206");
      assertEquals(await curl(url, ["--request", "DELETE"]), " 204");
      assertStringIncludes(await curl(url, []), "NoSuchKey");
    }
    const list = `${endpoint.url}/stor-verify?list-type=2&prefix=a`;
    assertStringIncludes(await curl(list, []), "<KeyCount>0</KeyCount>");
  }, SIGNED);
});

Deno.test("a wrong secret and no signature at all are refused", async () => {
  await withS3(async ({ endpoint, get }) => {
    const url = `${endpoint.url}/stor-verify/a`;
    assertStringIncludes(
      await curl(url, [], "reference:wrong"),
      "SignatureDoesNotMatch",
    );
    assertEquals((await get("a")).code, "AccessDenied");
  }, SIGNED);
});

Deno.test("an account that may only read does not write", async () => {
  await withS3(async ({ endpoint, folder }) => {
    await Deno.writeTextFile(`${folder}/body`, "hello");
    const put = ["--upload-file", `${folder}/body`];
    const url = `${endpoint.url}/stor-verify/a`;
    assertEquals(await curl(url, put), " 200");
    const reader = "reader:secret";
    assertEquals(await curl(url, [], reader), "hello 200");
    for (const args of [put, ["--request", "DELETE"]]) {
      assertStringIncludes(await curl(url, args, reader), "AccessDenied");
    }
    const nobody = await curl(url, [], "nobody:secret");
    assertStringIncludes(nobody, "InvalidAccessKeyId");
  }, {
    ...SIGNED,
    accounts: [{ accessKey: "reader", secretKey: "secret", mayWrite: false }],
  });
});

Deno.test("100 Continue lets a large put begin, or says why not", async () => {
  await withS3(async ({ endpoint, folder }) => {
    const file = `${folder}/body`;
    await Deno.writeFile(file, new Uint8Array(2 << 20));
    const args = ["--upload-file", file, "--header", "Expect: 100-continue"];
    const url = `${endpoint.url}/stor-verify/large`;
    assertEquals(await curl(url, args), " 200");
    const told = await curl(url, args, "reference:wrong");
    assertStringIncludes(told, "SignatureDoesNotMatch");
  }, SIGNED);
});

Deno.test("a bucket can be named by the host", async () => {
  await withS3(async ({ endpoint, put }) => {
    await put("a", "hello");
    const { port } = new URL(endpoint.url);
    const host = `stor-verify.localhost:${port}`;
    const { stdout } = await new Deno.Command("curl", {
      args: ["-sS", "--resolve", `${host}:127.0.0.1`, `http://${host}/a`],
    }).output();
    assertEquals(new TextDecoder().decode(stdout), "hello");
  });
});

/** A URL that anybody may use for a minute. */
function presigned(endpoint: S3Endpoint, method: string, nowMs: number) {
  const amzDate = amzDateOf(nowMs);
  const scope = { date: amzDate.slice(0, 8), region: "us-east-1" };
  const query: [string, string][] = [
    ["X-Amz-Algorithm", ALGORITHM],
    [
      "X-Amz-Credential",
      `reference/${scope.date}/us-east-1/s3/aws4_request`,
    ],
    ["X-Amz-Date", amzDate],
    ["X-Amz-Expires", "60"],
    ["X-Amz-SignedHeaders", "host"],
  ];
  const canonical = canonicalRequest({
    method,
    path: "/stor-verify/a",
    query,
    headers: [["host", new URL(endpoint.url).host]],
    payloadHash: "UNSIGNED-PAYLOAD",
  });
  const text = textToSign({
    kind: "",
    amzDate,
    scope,
    lines: [sha256Hex(canonical)],
  });
  const signature = sign(signingKey("reference-secret", scope), text);
  const all = [...query, ["X-Amz-Signature", signature]];
  return `${endpoint.url}/stor-verify/a?${new URLSearchParams(all)}`;
}

Deno.test("a presigned URL does what it was signed for, for its time", async () => {
  let nowMs = Date.parse("2026-11-21T06:00:00Z");
  await withS3(async ({ endpoint }) => {
    const tell = async (method: string, url: string) => {
      const init = method === "PUT" ? { method, body: "hello" } : { method };
      const answer = await fetch(url, init);
      const text = await answer.text();
      return element(text, "Code") || `${answer.status} ${text}`;
    };
    const put = presigned(endpoint, "PUT", nowMs);
    assertEquals(await tell("PUT", put), "200 ");
    assertEquals(await tell("GET", put), "SignatureDoesNotMatch");
    const get = presigned(endpoint, "GET", nowMs);
    assertEquals(await tell("GET", get), "200 hello");
    nowMs += 61_000;
    assertEquals(await tell("GET", get), "AccessDenied");
  }, { ...SIGNED, nowMs: () => nowMs });
});

Deno.test("a folder can be served again, and its objects are there", async () => {
  await withScratch(async (folder) => {
    for (const round of [0, 1, 2]) {
      await using endpoint = await S3Endpoint.start({
        folder,
        anonymous: true,
      });
      const url = `${endpoint.url}/stor-verify/a`;
      if (round > 0) {
        const answer = await fetch(url);
        assertEquals(await answer.text(), `round ${round - 1}`);
      }
      const put = await fetch(url, { method: "PUT", body: `round ${round}` });
      assertEquals([put.status, await put.text()], [200, ""]);
    }
  });
});

Deno.test("a mutant that does not exist is refused at the start", async () => {
  await withScratch(async (folder) => {
    await assertRejects(
      () => S3Endpoint.start({ folder, mutants: [{ name: "nope" }] }),
      RangeError,
      "stale-read",
    );
  });
});
