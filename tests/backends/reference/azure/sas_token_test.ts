import { assertEquals } from "@std/assert";
import {
  BlobSASPermissions,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
} from "@azure/storage-blob";
import {
  accountSas,
  type Ask,
  BLOCK_BLOB,
  credentialOf,
  putText,
  withBlobServer,
} from "./_blob_server.ts";

const LATER = new Date(Date.now() + 3_600_000);

async function codeOf(
  ask: Ask,
  line: string,
  sas: string,
): Promise<string> {
  const [method = "", path = ""] = line.split(" ");
  const options = method === "PUT"
    ? { headers: BLOCK_BLOB, body: "1", sas }
    : { sas };
  const { status, code } = await ask(method, path, options);
  return status < 300 ? "" : code;
}

Deno.test("checkSas() grants what a container's signature covers", async () => {
  await withBlobServer(async (ask, endpoint) => {
    await putText(ask, "/scratch/k", "1");
    for (const version of ["2018-11-09", "2020-02-10", "2021-12-02"]) {
      const sas = generateBlobSASQueryParameters({
        containerName: "scratch",
        permissions: ContainerSASPermissions.parse("rl"),
        expiresOn: LATER,
        version,
      }, credentialOf(endpoint)).toString();
      assertEquals(await codeOf(ask, "GET /scratch/k", sas), "");
      assertEquals(
        await codeOf(ask, "PUT /scratch/k", sas),
        "AuthorizationPermissionMismatch",
      );
      assertEquals(
        await codeOf(ask, "GET /other1/k", sas),
        "AuthenticationFailed",
      );
      assertEquals(
        await codeOf(ask, "GET /scratch?restype=container", sas),
        "AuthorizationPermissionMismatch",
      );
    }
  });
});

Deno.test("checkSas() grants one blob and not the next", async () => {
  await withBlobServer(async (ask, endpoint) => {
    await putText(ask, "/scratch/k", "1");
    const sas = generateBlobSASQueryParameters({
      containerName: "scratch",
      blobName: "k",
      permissions: BlobSASPermissions.parse("r"),
      expiresOn: LATER,
    }, credentialOf(endpoint)).toString();
    assertEquals(await codeOf(ask, "GET /scratch/k", sas), "");
    assertEquals(
      await codeOf(ask, "GET /scratch/l", sas),
      "AuthenticationFailed",
    );
  });
});

Deno.test("checkSas() refuses what is not valid now, or was changed", async () => {
  await withBlobServer(async (ask, endpoint) => {
    const past = accountSas(endpoint, { expiresOn: new Date(1000) });
    const future = accountSas(endpoint, { startsOn: new Date(LATER) });
    const good = accountSas(endpoint, { permissions: "r" });
    const more = good.replace("sp=r", "sp=rw");
    for (const sas of [past, future, more]) {
      assertEquals(
        await codeOf(ask, "GET /scratch/k", sas),
        "AuthenticationFailed",
      );
    }
  });
});

Deno.test("checkSas() holds an account's signature to its scope", async () => {
  await withBlobServer(async (ask, endpoint) => {
    const objects = accountSas(endpoint, { resourceTypes: "o" });
    assertEquals(
      await codeOf(ask, "GET /scratch?restype=container", objects),
      "AuthorizationResourceTypeMismatch",
    );
    const queues = accountSas(endpoint, { services: "q" });
    assertEquals(
      await codeOf(ask, "GET /scratch/k", queues),
      "AuthorizationServiceMismatch",
    );
  });
});
