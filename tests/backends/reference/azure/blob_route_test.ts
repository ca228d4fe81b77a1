import { assertEquals, assertThrows } from "@std/assert";
import { BlobError } from "../../../../backends/reference/azure/blob_error.ts";
import type { BlobRequest } from "../../../../backends/reference/azure/blob_request.ts";
import { findRoute } from "../../../../backends/reference/azure/blob_route.ts";

interface Asked {
  readonly query?: string;
  readonly copies?: boolean;
  readonly of?: "service" | "container" | "blob";
}

function asked(method: string, { query = "", copies, of = "blob" }: Asked) {
  // Only what chooses the route is looked at.
  return {
    method,
    query: new Map(new URLSearchParams(query)),
    headers: new Map(copies ? [["x-ms-copy-source", "x"]] : []),
    ...(of === "service" ? {} : { container: "box" }),
    ...(of === "blob" ? { blob: "k" } : {}),
  } as unknown as BlobRequest;
}

const operation = (method: string, given: Asked = {}) =>
  findRoute(asked(method, given)).operation;
const code = (method: string, given: Asked = {}) =>
  assertThrows(() => findRoute(asked(method, given)), BlobError).code;

Deno.test("findRoute() knows operations by method, comp and source", () => {
  assertEquals(operation("PUT"), "PutBlob");
  assertEquals(operation("PUT", { copies: true }), "CopyBlob");
  assertEquals(operation("PUT", { query: "comp=block" }), "PutBlock");
  const copied = { query: "comp=block", copies: true };
  assertEquals(operation("PUT", copied), "PutBlockFromURL");
  assertEquals(operation("HEAD"), "GetBlobProperties");
  const list = { query: "restype=container&comp=list", of: "container" };
  assertEquals(operation("GET", list as Asked), "ListBlobs");
  const lists: Asked = { query: "comp=list", of: "service" };
  assertEquals(operation("GET", lists), "ListContainers");
});

Deno.test("findRoute() says what is not implemented", () => {
  assertEquals(code("PUT", { query: "comp=lease" }), "NotImplemented");
  assertEquals(code("POST"), "UnsupportedHttpVerb");
  assertEquals(code("PUT", { of: "service" }), "InvalidUri");
  assertEquals(code("GET", { of: "container" }), "InvalidQueryParameterValue");
  const both: Asked = { query: "restype=container" };
  assertEquals(code("GET", both), "InvalidQueryParameterValue");
});

Deno.test("findRoute() wants a right that fits the operation", () => {
  assertEquals(findRoute(asked("DELETE", {})).permissions, ["d"]);
  assertEquals(findRoute(asked("GET", {})).permissions, ["r"]);
  const made: Asked = { query: "restype=container", of: "container" };
  assertEquals(findRoute(asked("PUT", made)).ofAccount, true);
});
