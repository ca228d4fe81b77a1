import { assertEquals } from "@std/assert";
import { withBlobServer } from "./_blob_server.ts";

Deno.test("checkAccess() takes one token and no other", async () => {
  await withBlobServer(async (ask) => {
    const by = async (authorization: string) => {
      const headers = { authorization };
      const path = "/scratch?restype=container";
      return (await ask("GET", path, { headers, sas: "" })).status;
    };
    assertEquals(await by("Bearer right"), 200);
    assertEquals(await by("Bearer wrong"), 403);
    assertEquals(await by("Basic eDp5"), 400);
  }, { bearer: "right" });
});

Deno.test("checkAccess() takes no token where none was agreed on", async () => {
  await withBlobServer(async (ask) => {
    const headers = { authorization: "Bearer undefined" };
    const came = await ask("GET", "/scratch/k", { headers, sas: "" });
    assertEquals(came.code, "AuthenticationFailed");
  });
});

Deno.test("checkAccess() lets nobody in without a word", async () => {
  await withBlobServer(async (ask, endpoint) => {
    const none = await ask("GET", "/scratch/k", { sas: "" });
    assertEquals([none.status, none.code], [
      401,
      "NoAuthenticationInformation",
    ]);
    const other = await fetch(
      `${endpoint.url}/other/scratch/k?sig=x&sv=2021-12-02`,
    );
    assertEquals(other.status, 403);
    await other.body?.cancel();
  });
});
