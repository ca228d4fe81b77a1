/** The null server gives back what was put: what is measured is no shortcut. */
import { assertEquals } from "@std/assert";
import { requireToolchain } from "../../../ffi/_toolchain.ts";
import { runCommand } from "../../../ffi/_command.ts";

const SOURCE = new URL("../../../bench/core/null_http.c", import.meta.url);

/** Builds it, starts it on a port of its own, and ends it by its stdin. */
async function withServer(
  body: (origin: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const { cc } = await requireToolchain({ say: () => {}, install: true });
    const program = `${folder}/null_http`;
    const built = await runCommand([
      ...[cc, "-O2", "-std=c11", "-D_GNU_SOURCE", "-Wall", "-Wextra"],
      ...["-Werror", "-o", program, SOURCE.pathname],
    ]);
    assertEquals(built.stderr, "");
    const child = new Deno.Command(program, {
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const reader = child.stdout.getReader();
    const first = await reader.read();
    const port = new TextDecoder().decode(first.value).trim();
    await body(`http://127.0.0.1:${port}`);
    await child.stdin.close();
    await reader.cancel();
    assertEquals((await child.status).code, 0);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function bytesOf(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, index) => (index * 7) & 255);
}

async function read(url: string, range?: string) {
  const headers: HeadersInit = range === undefined ? {} : { range };
  const answer = await fetch(url, { headers });
  return {
    status: answer.status,
    bytes: new Uint8Array(await answer.arrayBuffer()),
    contentRange: answer.headers.get("content-range"),
  };
}

Deno.test("null_http gives back the last body of each path, also by range", () =>
  withServer(async (origin) => {
    const body = bytesOf(3_000_000);
    for (const path of ["/b/one", "/b/two?x=y"]) {
      const put = await fetch(origin + path, { method: "PUT", body: body });
      await put.body?.cancel();
      assertEquals([put.status, put.headers.has("etag")], [200, true]);
    }
    assertEquals((await read(`${origin}/b/one`)).bytes, body);
    assertEquals(await read(`${origin}/b/one`, "bytes=5-8"), {
      status: 206,
      bytes: body.slice(5, 9),
      contentRange: "bytes 5-8/3000000",
    });
    const tail = await read(`${origin}/b/two?x=y`, "bytes=2999990-");
    assertEquals(tail.bytes, body.slice(2_999_990));
    const small = bytesOf(10);
    const again = await fetch(`${origin}/b/one`, {
      method: "PUT",
      body: small,
    });
    await again.body?.cancel();
    assertEquals((await read(`${origin}/b/one`)).bytes, small);
  }));

Deno.test("null_http refuses what is not there", () =>
  withServer(async (origin) => {
    assertEquals((await read(`${origin}/b/none`)).status, 404);
    const put = await fetch(`${origin}/b/x`, { method: "PUT", body: "abc" });
    await put.body?.cancel();
    const head = await fetch(`${origin}/b/x`, { method: "HEAD" });
    assertEquals(head.headers.get("content-length"), "3");
    assertEquals((await read(`${origin}/b/x`, "bytes=3-9")).status, 416);
    const gone = await fetch(`${origin}/b/x`, { method: "DELETE" });
    assertEquals(gone.status, 204);
    assertEquals((await read(`${origin}/b/x`)).status, 404);
  }));

Deno.test("null_http takes the name of an SDK's call for no part of the path", () =>
  withServer(async (origin) => {
    const put = await fetch(`${origin}/b/one?x-id=PutObject`, {
      method: "PUT",
      body: bytesOf(9),
    });
    await put.body?.cancel();
    const got = await read(`${origin}/b/one?x-id=GetObject`);
    assertEquals(got.bytes, bytesOf(9));
  }));

Deno.test("null_http lets a run begin in its empty bucket", () =>
  withServer(async (origin) => {
    const head = await fetch(`${origin}/b`, { method: "HEAD" });
    assertEquals(head.status, 200);
    const list = await fetch(`${origin}/b/?list-type=2&prefix=x`);
    assertEquals((await list.text()).includes("<KeyCount>0<"), true);
    const begun = await fetch(`${origin}/b/one?uploads=`, { method: "POST" });
    assertEquals((await begun.text()).includes("<UploadId>none<"), true);
    const ended = await fetch(`${origin}/b/one?uploadId=none`, {
      method: "DELETE",
    });
    await ended.body?.cancel();
    assertEquals(ended.status, 204);
  }));
