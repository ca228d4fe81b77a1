/** The endpoint under the official client, as it comes. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { S3EndpointOptions } from "../../../../backends/reference/mod.ts";
import { withS3 } from "../_s3.ts";

const Bucket = "stor-verify";

/** The client closes its connections some time after it was destroyed. */
function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, sanitizeResources: false, sanitizeOps: false, fn });
}

async function withClient(
  body: (client: S3Client) => Promise<void>,
  options: Partial<S3EndpointOptions> & { readonly secret?: string } = {},
): Promise<void> {
  await withS3(async ({ endpoint }) => {
    const client = new S3Client({
      endpoint: endpoint.url,
      region: "us-east-1",
      forcePathStyle: true,
      maxAttempts: 1,
      credentials: {
        accessKeyId: "reference",
        secretAccessKey: options.secret ?? "reference-secret",
      },
    });
    try {
      await body(client);
    } finally {
      client.destroy();
    }
  }, { anonymous: false, ...options });
}

for (
  const ChecksumAlgorithm of [
    "CRC32",
    "CRC32C",
    "CRC64NVME",
    "SHA1",
    "SHA256",
  ] as const
) {
  test(`the SDK puts and gets with ${ChecksumAlgorithm}`, async () => {
    await withClient(async (client) => {
      const Key = "a b/ü+%//x";
      const put = await client.send(
        new PutObjectCommand({
          Bucket,
          Key,
          Body: "hello",
          ChecksumAlgorithm,
          Metadata: { who: "me" },
        }),
      );
      assert(put[`Checksum${ChecksumAlgorithm}`]);
      // The client itself compares the checksum that comes back.
      const got = await client.send(
        new GetObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }),
      );
      assertEquals(await got.Body?.transformToString(), "hello");
      assertEquals(got.Metadata, { who: "me" });
    });
  });

  test(`the SDK uploads parts with ${ChecksumAlgorithm}`, async () => {
    await withClient(async (client) => {
      const Key = "parts";
      const { UploadId } = await client.send(
        new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm }),
      );
      const Parts = [];
      for (const PartNumber of [1, 2]) {
        const { $metadata: _, ...part } = await client.send(
          new UploadPartCommand({
            Bucket,
            Key,
            UploadId,
            PartNumber,
            ChecksumAlgorithm,
            Body: "x".repeat(PartNumber === 1 ? 5 << 20 : 10),
          }),
        );
        Parts.push({ ...part, PartNumber });
      }
      const done = await client.send(
        new CompleteMultipartUploadCommand({
          Bucket,
          Key,
          UploadId,
          MultipartUpload: { Parts },
        }),
      );
      const head = await client.send(
        new HeadObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }),
      );
      assertEquals(head.ContentLength, (5 << 20) + 10);
      const name = `Checksum${ChecksumAlgorithm}` as const;
      assertEquals(head[name], done[name]);
      assert(done[name]);
    });
  });
}

test("the SDK lists, pages and deletes", async () => {
  await withClient(async (client) => {
    const keys = ["a", "b/1", "b/2", "ü &<>"];
    for (const Key of keys) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    }
    const found: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await client.send(
        new ListObjectsV2Command({
          Bucket,
          MaxKeys: 3,
          ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
        }),
      );
      found.push(...(page.Contents ?? []).map(({ Key = "" }) => Key));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    assertEquals(found, keys);
    const Objects = keys.map((Key) => ({ Key }));
    const gone = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects } }),
    );
    assertEquals(gone.Deleted?.map(({ Key }) => Key), keys);
    const list = await client.send(new ListObjectsV2Command({ Bucket }));
    assertEquals(list.KeyCount, 0);
  });
});

test("the SDK understands every refusal by its name", async () => {
  const refusal = async (act: () => Promise<unknown>) => {
    const error = await assertRejects(act, S3ServiceException);
    return [error.name, error.$metadata.httpStatusCode];
  };
  const get = (client: S3Client) => () =>
    client.send(new GetObjectCommand({ Bucket, Key: "none" }));
  await withClient(async (client) => {
    assertEquals(await refusal(get(client)), ["NoSuchKey", 404]);
    const put = (more: { IfMatch?: string; IfNoneMatch?: string }) => () =>
      client.send(
        new PutObjectCommand({ Bucket, Key: "a", Body: "x", ...more }),
      );
    await put({})();
    assertEquals(await refusal(put({ IfNoneMatch: "*" })), [
      "PreconditionFailed",
      412,
    ]);
  });
  await withClient(async (client) => {
    assertEquals(await refusal(get(client)), ["SignatureDoesNotMatch", 403]);
  }, { secret: "wrong" });
  await withClient(async (client) => {
    assertEquals(await refusal(get(client)), ["SlowDown", 503]);
  }, { mutants: [{ name: "slow-down" }] });
});
