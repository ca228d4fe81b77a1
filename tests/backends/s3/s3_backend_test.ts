import { assert, assertEquals } from "@std/assert";
import type { StorageErrorKind } from "../../../backends/mod.ts";
import { Secret } from "../../../backends/mod.ts";
import { assertKind } from "../_rejects.ts";
import { hasOpenssl, withTlsServer } from "../_tls_server.ts";
import { withBackend, withEndpoint } from "./_s3_server.ts";

const BYTES = new Uint8Array([1, 2, 3]);
const CANARY = "canary-7d41c0ffee";

/** The sentence of a put under these settings; it must hold no canary. */
async function refusal(
  url: string,
  settings: Parameters<typeof withBackend>[1],
  kind: StorageErrorKind,
): Promise<string> {
  let told = "";
  await withBackend(url, settings, async (backend) => {
    const error = await assertKind(() => backend.put("k", BYTES), kind);
    told = error.message;
    const all = [error.message, error.stack, JSON.stringify(error.context)]
      .concat(Deno.inspect(error, { depth: 9 })).join("\n");
    for (const form of [CANARY, btoa(CANARY), encodeURIComponent(CANARY)]) {
      assertEquals(all.includes(form), false, all);
    }
  });
  assertEquals(told.endsWith("."), false);
  assert(told.startsWith('Cannot put "k" in "s3://'), told);
  return told;
}

Deno.test("S3Backend says who is refused and why, and no secret", async () => {
  await withEndpoint(async ({ settings, targetUrl }) => {
    const secret = { ...settings, secretAccessKey: new Secret(CANARY) };
    assert(
      (await refusal(targetUrl, secret, "PermissionDenied"))
        .includes("check secretAccessKey"),
    );
    const unknown = { ...secret, accessKeyId: "nobody" };
    assert(
      (await refusal(targetUrl, unknown, "PermissionDenied"))
        .includes("does not know the access key"),
    );
    const token = { ...settings, sessionToken: new Secret(CANARY) };
    await withBackend(targetUrl, token, async (backend) => {
      await backend.put("k", BYTES).catch((error) => {
        assertEquals(Deno.inspect(error).includes(CANARY), false);
      });
    });
    assert(
      (await refusal("s3://not-there", settings, "NotFound"))
        .includes('there is no bucket "not-there"'),
    );
    assert(
      (await refusal(
        targetUrl,
        { ...settings, anonymous: true },
        "PermissionDenied",
      ))
        .includes("ask for the permission"),
    );
  });
});

Deno.test("S3Backend says by how much the clocks differ", async () => {
  const nowMs = () => Date.now() + 3_600_000;
  await withEndpoint(async ({ settings, targetUrl }) => {
    const told = await refusal(targetUrl, settings, "PermissionDenied");
    assert(/clock here is 3[56]\d\d s behind/.test(told), told);
  }, { nowMs });
});

Deno.test("S3Backend names the region that a bucket is in", async () => {
  await withEndpoint(async ({ settings }) => {
    const told = await refusal("s3://abroad", settings, "Unexpected");
    assert(told.includes('is in region "eu-west-9"'), told);
    assert(told.includes("set region: eu-west-9"), told);
  }, { elsewhere: { abroad: "eu-west-9" } });
});

Deno.test("S3Backend says what the network did", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const keys = {
    accessKeyId: "a",
    secretAccessKey: new Secret(CANARY),
    region: "x",
    pathStyle: true,
  };
  const refused = await refusal(
    "s3://bucket",
    { ...keys, endpoint: `http://127.0.0.1:${port}` },
    "Unavailable",
  );
  assert(refused.includes("refused the connection"), refused);
  const unknown = await refusal(
    "s3://bucket",
    { ...keys, endpoint: "http://no.such.host.invalid" },
    "Unavailable",
  );
  assert(unknown.includes('"no.such.host.invalid" does not resolve'), unknown);
});

Deno.test({
  name: hasOpenssl()
    ? "S3Backend trusts no certificate that nobody vouched for"
    : "S3Backend trusts no certificate that nobody vouched for (needs openssl)",
  ignore: !hasOpenssl(),
  fn: () =>
    withTlsServer(({ folder, caFile }) => {
      const tls = {
        cert: Deno.readTextFileSync(`${folder}/leaf.pem`),
        key: Deno.readTextFileSync(`${folder}/leaf.key`),
      };
      return withEndpoint(async ({ settings, targetUrl }) => {
        const told = await refusal(targetUrl, settings, "Unavailable");
        assert(told.includes("not trusted"), told);
        assert(told.includes("caFile"), told);
        for (const more of [{ caFile }, { insecure: true }]) {
          await withBackend(targetUrl, { ...settings, ...more }, async (it) => {
            await it.put("k", BYTES);
            assertEquals(await it.get("k"), BYTES);
          });
        }
      }, { tls });
    }),
});

Deno.test("S3Backend keeps every key below its prefix", async () => {
  await withEndpoint(async ({ settings, targetUrl }) => {
    await withBackend(targetUrl, settings, async (whole) => {
      await whole.put("beside", BYTES);
      await withBackend(`${targetUrl}/a/b`, settings, async (backend) => {
        for (const key of ["../beside", "../../x", "..", ".", "x/../../y"]) {
          await assertKind(() => backend.put(key, BYTES), "InvalidKey");
          await assertKind(() => backend.delete(key), "InvalidKey");
          await assertKind(() => backend.copy("k", key), "InvalidKey");
        }
        await backend.put("k", BYTES);
        assertEquals((await backend.list()).objects.length, 1);
        assertEquals(backend.keyBytesMax, 1020);
      });
      const { objects } = await whole.list();
      assertEquals(objects.map(({ key }) => key), ["a/b/k", "beside"]);
    });
  });
});

Deno.test("S3Backend uploads a long stream in parts, and leaves none of a failed one", async () => {
  const chunk = new Uint8Array(3 << 20).fill(7);
  const stream = (count: number, error?: Error) =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        if (count-- > 0) return controller.enqueue(chunk.slice());
        if (error === undefined) controller.close();
        else controller.error(error);
      },
    });
  await withEndpoint(async ({ settings, targetUrl }) => {
    await withBackend(targetUrl, settings, async (backend) => {
      const facts = await backend.putStream("k", stream(7));
      assertEquals(facts.sizeBytes, 7 * chunk.length);
      const read = await backend.get("k");
      assertEquals(read.length, 7 * chunk.length);
      assert(read.every((byte) => byte === 7));
      const stop = new Error("stopped on purpose");
      await assertKind(
        () => backend.putStream("half", stream(4, stop)),
        "Unexpected",
      );
      await assertKind(() => backend.head("half"), "NotFound");
    });
  });
});

Deno.test("admit() finds out about rights and changes nothing", async () => {
  await withEndpoint(async ({ settings, targetUrl }) => {
    await withBackend(targetUrl, settings, async (backend) => {
      await backend.admit("create");
      await backend.admit("verify");
      assertEquals((await backend.list()).objects, []);
    });
    await withBackend("s3://not-there", settings, async (backend) => {
      await assertKind(() => backend.admit("verify"), "NotFound");
      await assertKind(() => backend.admit("create"), "NotFound");
    });
  });
});
