import { assert, assertEquals } from "@std/assert";
import type { BlockBlobClient, WebResource } from "@azure/storage-blob";
import { SdkTransport } from "../../../backends/azure/sdk_transport.ts";
import { HttpServer } from "../../../backends/reference/http/http_server.ts";
import type { HttpReply } from "../../../backends/reference/http/http_connection.ts";

const LIMITS = {
  connectTimeoutMs: 5000,
  stallTimeoutMs: 5000,
  requestTimeoutMs: 0,
};

/** The SDK over the transport, against a server that answers with `reply`. */
async function withBlob(
  reply: () => HttpReply,
  body: (
    blob: BlockBlobClient,
    seen: string[],
    transport: SdkTransport,
  ) => Promise<void>,
): Promise<void> {
  const seen: string[] = [];
  await using server = new HttpServer({
    onRequest: async (request) => {
      for await (const _ of request.body);
      const { headers } = request;
      seen.push(
        `${request.method} ${request.target} ` +
          `${headers.get("authorization")} ${headers.get("content-length")}`,
      );
      return reply();
    },
  });
  const sdk = await import("@azure/storage-blob");
  const transport = new SdkTransport({
    ...LIMITS,
    authorization: () => Promise.resolve("Bearer t"),
  });
  const pipeline = sdk.newPipeline(new sdk.AnonymousCredential(), {
    httpClient: transport,
    retryOptions: { maxTries: 1 },
  });
  const url = `${server.url}/a/c/x%2F..%2Fy?sig=s`;
  await body(new sdk.BlockBlobClient(url, pipeline), seen, transport);
  transport.close();
}

Deno.test("SdkTransport sends path, length and authorization as they are", async () => {
  const reply = () => ({ answer: { status: 201, headers: [] } });
  await withBlob(reply, async (blob, seen) => {
    await blob.upload("", 0);
    assertEquals(seen, ["PUT /a/c/x%2F..%2Fy?sig=s Bearer t 0"]);
  });
});

Deno.test("SdkTransport follows no redirect", async () => {
  const headers = [["Location", "http://127.0.0.1:1/stolen"]] as const;
  const reply = () => ({ answer: { status: 307, headers } });
  await withBlob(reply, async (blob, seen) => {
    const end = await blob.upload("", 0).then(() => "done", () => "refused");
    assertEquals([end, seen.length], ["refused", 1]);
  });
});

Deno.test("SdkTransport remembers what ended a body, once", async () => {
  const reply = (): HttpReply => ({
    answer: { status: 200, headers: [], body: new Uint8Array(90_000) },
    delivery: { kind: "cut", afterBytes: 10 },
  });
  await withBlob(reply, async (blob, _seen, transport) => {
    const requestId = "request-1";
    const request = fakeRequest(blob.url, requestId);
    const answer = await transport.sendRequest(request);
    const body = answer.readableStreamBody;
    const end = await Array.fromAsync(body ?? []).then(
      () => "",
      () => "failed",
    );
    assertEquals(end, "failed");
    assert(transport.takeBodyFailure(requestId) instanceof Error);
    assertEquals(transport.takeBodyFailure(requestId), undefined);
  });
});

/** As much of the SDK's request as is looked at. */
function fakeRequest(url: string, requestId: string): WebResource {
  const headers = new Map<string, string>();
  const kind = {
    headersArray: () => [],
    headerNames: () => [],
    clone: () => kind,
    set: (name: string, value: string) => headers.set(name, value),
    remove: () => true,
  };
  return {
    url,
    requestId,
    method: "GET",
    headers: kind,
    streamResponseStatusCodes: new Set([200]),
  } as unknown as WebResource;
}
