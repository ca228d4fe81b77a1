import { assertEquals } from "@std/assert";
import { BadRequest } from "../../../../backends/reference/http/request_head.ts";
import { GrpcError } from "../../../../backends/grpc/grpc_status.ts";
import {
  asGatewayError,
  errorAnswer,
  GatewayError,
} from "../../../../backends/reference/cluster/gateway_error.ts";

Deno.test("what the parts below say has one status each", () => {
  const cases: [unknown, string, number][] = [
    [new GrpcError("DATA_LOSS", "x"), "Corrupted", 500],
    [new GrpcError("RESOURCE_EXHAUSTED", "x"), "NoSpace", 507],
    [new GrpcError("UNAVAILABLE", "x"), "Unavailable", 503],
    [
      Object.assign(new Error("x"), { code: "ECONNREFUSED" }),
      "Unavailable",
      503,
    ],
    [Object.assign(new Error("x"), { errcode: 13 }), "Unavailable", 503],
    [new TypeError("x"), "Unexpected", 500],
    [new BadRequest(400, "x"), "InvalidRequest", 400],
    ["x", "Unexpected", 500],
    [new GatewayError("TooLarge", "x"), "TooLarge", 413],
  ];
  for (const [cause, code, status] of cases) {
    const failure = asGatewayError(cause);
    assertEquals([failure.code, failure.status], [code, status] as never);
    const { body } = errorAnswer(failure);
    assertEquals(
      JSON.parse(new TextDecoder().decode(body as Uint8Array)),
      { error: { code, message: "x" } },
    );
  }
});

Deno.test("a refusal says its code, and the server to blame, in a header too", () => {
  const wordsOf = (failure: GatewayError) =>
    new Map(errorAnswer(failure).headers).get("X-Error-Code");
  assertEquals(wordsOf(new GatewayError("NotFound", "x")), "NotFound");
  const failure = new GatewayError("NoSpace", "x", { server: "node-3" });
  assertEquals(wordsOf(failure), "NoSpace; server=node-3");
  const { body } = errorAnswer(failure);
  assertEquals(
    JSON.parse(new TextDecoder().decode(body as Uint8Array)).error.server,
    "node-3",
  );
});
