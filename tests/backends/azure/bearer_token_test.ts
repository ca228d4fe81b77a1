import { assertEquals } from "@std/assert";
import { PrincipalToken } from "../../../backends/azure/bearer_token.ts";
import { HttpFailure } from "../../../backends/http/http_failure.ts";
import type { HttpRequest } from "../../../backends/http/http_message.ts";
import { Secret } from "../../../backends/mod.ts";
import { assertKind } from "../_rejects.ts";

const PRINCIPAL = {
  kind: "principal",
  tenant: "tenant 1",
  clientId: "client",
  clientSecret: new Secret("canary-secret"),
  authority: "https://login.example",
} as const;

function answering(status: number, answer: unknown, asked: HttpRequest[] = []) {
  let nowMs = 0;
  const token = new PrincipalToken(PRINCIPAL, {
    nowMs: () => nowMs,
    send: (request) => {
      asked.push(request);
      const body = new Blob([JSON.stringify(answer)]).stream();
      return Promise.resolve({ status, headers: {}, body });
    },
  });
  return { token, pass: (ms: number) => nowMs += ms };
}

Deno.test("PrincipalToken asks with its secret in the body alone", async () => {
  const asked: HttpRequest[] = [];
  const { token } = answering(
    200,
    { access_token: "t", expires_in: 60 },
    asked,
  );
  assertEquals(await token.get(), "t");
  const [request] = asked;
  assertEquals(request?.target, "/tenant%201/oauth2/v2.0/token");
  assertEquals([request?.host, request?.port], ["login.example", 443]);
  const body = request?.body;
  if (!(body instanceof Uint8Array)) throw new Error("the body is no bytes");
  const form = new URLSearchParams(new TextDecoder().decode(body));
  assertEquals(form.get("client_secret"), "canary-secret");
  assertEquals(JSON.stringify(request?.headers).includes("canary"), false);
});

Deno.test("PrincipalToken gets a new token before the old one ends", async () => {
  const asked: HttpRequest[] = [];
  const answer = { access_token: "t", expires_in: 3600 };
  const { token, pass } = answering(200, answer, asked);
  await token.get();
  pass(50 * 60_000);
  await token.get();
  assertEquals(asked.length, 1);
  pass(6 * 60_000);
  await token.get();
  assertEquals(asked.length, 2);
});

Deno.test("PrincipalToken repeats no secret when it is refused", async () => {
  for (const answer of [{ error: "canary-secret" }, { expires_in: 9 }]) {
    const { token } = answering(401, answer);
    const error = await assertKind(() => token.get(), "PermissionDenied");
    assertEquals(Deno.inspect(error).includes("canary"), false);
  }
  const cause = new HttpFailure("login.example:443 refused the connection", {
    step: "connect",
    reason: "refused",
  });
  const lost = new PrincipalToken(PRINCIPAL, {
    nowMs: () => 0,
    send: () => Promise.reject(cause),
  });
  await assertKind(() => lost.get(), "Unavailable");
});
