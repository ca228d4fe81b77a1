import { assertEquals } from "@std/assert";
import { parseUrl } from "../../../backends/mod.ts";
import { consistencyPromise } from "../../../backends/targets/consistency_promise.ts";

const promised = (
  url: string,
  settings: Readonly<Record<string, string>> = {},
) => consistencyPromise({ name: "x", url: parseUrl(url), settings });

Deno.test("consistencyPromise() is what the service documents", () => {
  const aws = { level: "linearizable", source: "Amazon S3 documents it" };
  assertEquals(promised("s3://bucket/p"), aws as ReturnType<typeof promised>);
  assertEquals(
    promised("s3://bucket/p", { provider: "aws", endpoint: "x" }).source,
    aws.source,
  );
  assertEquals(
    promised("az://container/p").source,
    "Azure Blob Storage documents it",
  );
});

Deno.test("consistencyPromise() says where a promise is only assumed", () => {
  for (const settings of [{ provider: "minio" }, { endpoint: "http://h" }]) {
    const { level, source } = promised("s3://bucket/p", settings);
    assertEquals(level, "linearizable");
    assertEquals(source.startsWith("assumed"), true);
  }
});

Deno.test("consistencyPromise() takes the target's own word first", () => {
  assertEquals(promised("s3://bucket/p", { consistency: "regular" }), {
    level: "regular",
    source: "the target's setting says so",
  });
  assertEquals(promised("mem:", { consistency: "nonsense" }), {
    level: "linearizable",
    source: "memory of this process",
  });
});
