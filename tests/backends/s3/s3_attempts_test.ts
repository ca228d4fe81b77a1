import { assert, assertEquals } from "@std/assert";
import { HttpFailure } from "../../../backends/http/http_failure.ts";
import { S3Attempts } from "../../../backends/s3/s3_attempts.ts";
import { connectS3 } from "../../../backends/s3/s3_client.ts";
import { readS3Settings } from "../../../backends/s3/s3_settings.ts";
import { assertKind } from "../_rejects.ts";
import { targetOf } from "./_s3_server.ts";

async function withAttempts(
  body: (attempts: S3Attempts) => Promise<void>,
): Promise<void> {
  const target = targetOf("s3://bucket/p", { anonymous: true });
  const settings = readS3Settings(target, () => undefined);
  const connection = await connectS3(settings);
  await body(new S3Attempts(settings, connection));
  connection.close();
}

Deno.test("S3Attempts hands a call the bucket's names of its key", async () => {
  await withAttempts(async (attempts) => {
    const names = await attempts.attempt(
      "get",
      "k",
      (it) => Promise.resolve(it),
    );
    assertEquals(names, { Bucket: "bucket", Key: "p/k" });
    const refused = () =>
      attempts.attempt("get", "../k", () => {
        throw new Error("A key that was refused must not be sent");
      });
    await assertKind(refused, "InvalidKey");
  });
});

Deno.test("S3Attempts words what fails, also midway in a stream", async () => {
  const lost = new HttpFailure("h:1 closed the connection", {
    step: "exchange",
    reason: "reset",
  });
  await withAttempts(async (attempts) => {
    const error = await assertKind(
      () => attempts.attempt("get", "k", () => Promise.reject(lost)),
      "Unavailable",
    );
    assertEquals(
      error.message,
      'Cannot get "k" in "s3://bucket/p": h:1 closed the connection',
    );
    let count = 0;
    const source = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (count++ > 0) return controller.error(lost);
        controller.enqueue(new Uint8Array(2));
      },
    });
    const reader = attempts.stream("get stream", "k", source).getReader();
    assertEquals((await reader.read()).value?.length, 2);
    const late = await assertKind(() => reader.read(), "Unavailable");
    assert(late.message.startsWith('Cannot get stream "k"'), late.message);
  });
});
