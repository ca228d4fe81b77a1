import { assertEquals, assertRejects } from "@std/assert";
import {
  StorageError,
  type StreamFailure,
  type Upload,
} from "../../../backends/mod.ts";
import { StoreStreams } from "../../../backends/store/store_stream.ts";

const OUTCOME = { digests: {}, parts: [] };
const SENTENCE =
  'Cannot write "k" in "s3://b" only if it is not there: the store does not ' +
  "know that condition (HTTP 501 to If-None-Match): allow to replace what is " +
  "there (copy --overwrite)";

function failed(kind: "NotFound" | "Unsupported"): Promise<never> {
  const message = "Cannot do it";
  return Promise.reject(new StorageError(message, { kind, operation: "x" }));
}

/** Of a store that can do all but conditions, and has no object. */
function sinkOf(isNew: boolean, sizeBytes: number) {
  const upload: Upload = {
    id: "u",
    put: () => failed("Unsupported"),
    complete: () => failed("NotFound"),
    completeNew: () => failed("Unsupported"),
    abort: () => Promise.resolve(),
  };
  const streams = new StoreStreams({
    url: "s3://b",
    core: { openStore: () => ({ close() {} }) },
    settings: () =>
      Promise.resolve({
        ...{ kind: "s3", endpoints: ["http://h"], bucket: "b", prefix: "" },
        pathStyle: true,
      }),
    objects: {
      head: () => failed("NotFound"),
      upload: () => Promise.resolve(upload),
    },
    partBytesMin: 1,
    partsMax: 10,
  });
  return streams.openSink({ key: "k", sizeBytes, chunkBytes: 4096, isNew });
}

Deno.test("a store that knows no If-None-Match is named with the way out, put or parts", async () => {
  const put = await sinkOf(true, 10);
  const said: StreamFailure = {
    ...{ status: -1, statusName: "HTTP_REQUEST", end: "sink", offsetBytes: 0 },
    ...{ httpStatus: 501, code: "NotImplemented", requestId: "" },
    digest: null,
  };
  const error = put.failure(said);
  assertEquals([error.message, error.kind], [SENTENCE, "Unsupported"]);
  assertEquals(error.transient, false);

  const parts = await sinkOf(true, 10_000);
  const other = await assertRejects(() => parts.publish(OUTCOME), StorageError);
  assertEquals(other.message, SENTENCE);
});

Deno.test("what may be replaced needs no condition, and fails as it fails", async () => {
  const parts = await sinkOf(false, 10_000);
  const error = await assertRejects(() => parts.publish(OUTCOME), StorageError);
  assertEquals(error.kind, "NotFound");
});
