import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { chunksOf, type Cluster, seeded, withCluster } from "./_cluster.ts";

const at = ({ gateway }: Cluster, path: string) => `${gateway.url}${path}`;

type Put = readonly [
  key: string,
  body: BodyInit,
  headers?: Record<string, string>,
];

async function put(
  cluster: Cluster,
  ...[key, body, headers = {}]: Put
): Promise<Response> {
  const url = at(cluster, `/objects/${encodeURIComponent(key)}`);
  const answer = await fetch(url, { method: "PUT", body, headers });
  return answer;
}

async function statusOf(answer: Response): Promise<[number, string]> {
  const text = await answer.text();
  const code = text === "" ? "" : JSON.parse(text).error?.code ?? "";
  return [answer.status, code];
}

Deno.test("what goes up comes down, in chunks on every server", async () => {
  await withCluster({}, async (cluster) => {
    const bytes = seeded((3 << 20) + 17);
    const answer = await put(cluster, "a/b", bytes, {
      "content-type": "text/plain",
      "x-meta-who": "me%20too",
    });
    await answer.body?.cancel();
    assertEquals(answer.status, 201);
    assertEquals(chunksOf(cluster).length, 4);
    const nodes = new Set(
      chunksOf(cluster).map((path) => path.split("/").at(-3)),
    );
    assertEquals(nodes.size, 3);
    const back = await fetch(at(cluster, "/objects/a%2Fb"));
    assertEquals(new Uint8Array(await back.arrayBuffer()), bytes);
    assertEquals(back.headers.get("etag"), answer.headers.get("etag"));
    assertEquals(back.headers.get("x-meta-who"), "me%20too");
    const part = await fetch(at(cluster, "/objects/a%2Fb"), {
      headers: { range: "bytes=1048570-1048600" },
    });
    assertEquals(part.status, 206);
    assertEquals(
      new Uint8Array(await part.arrayBuffer()),
      bytes.slice(1048570, 1048601),
    );
  });
});

Deno.test("a delete takes row and chunks, and is 404 the second time", async () => {
  await withCluster({ replicas: 2 }, async (cluster) => {
    await (await put(cluster, "x", seeded(2 << 20))).body?.cancel();
    assertEquals(chunksOf(cluster).length, 4);
    const url = at(cluster, "/objects/x");
    const gone = await fetch(url, { method: "DELETE" });
    assertEquals(await statusOf(gone), [204, ""]);
    assertEquals(chunksOf(cluster), []);
    const again = await fetch(url, { method: "DELETE" });
    assertEquals(await statusOf(again), [404, "NotFound"]);
    assertEquals(await statusOf(await fetch(url)), [404, "NotFound"]);
  });
});

Deno.test("bad input has one clear answer each, and leaves nothing", async () => {
  await withCluster({ sizeBytesMax: 1 << 20 }, async (cluster) => {
    const large = new Uint8Array((1 << 20) + 1);
    const odd = { "content-type": "no type" };
    const answers: [Response, number, string][] = [
      [await put(cluster, "t", "x", odd), 415, "UnsupportedContentType"],
      [
        await put(cluster, "c", "x", { "x-checksum-crc32c": "7" }),
        ...[400, "ChecksumMismatch"] as const,
      ],
      [
        await put(cluster, "m", "x", { "if-match": '"no"' }),
        ...[404, "NotFound"] as const,
      ],
      [await fetch(at(cluster, "/nothing")), 404, "NotFound"],
      [await fetch(at(cluster, "/objects?limit=0")), 400, "InvalidRequest"],
      [
        await fetch(at(cluster, "/objects/k"), { method: "POST" }),
        ...[405, "MethodNotAllowed"] as const,
      ],
    ];
    for (const [answer, status, code] of answers) {
      assertEquals(await statusOf(answer), [status, code]);
    }
    const refused = await raw(
      cluster,
      `PUT /objects/l HTTP/1.1\r\nContent-Length: ${large.length}\r\n\r\n`,
    );
    assert(refused.startsWith("HTTP/1.1 413 "), refused);
    const outside = await raw(cluster, "GET /objects/../x HTTP/1.1\r\n\r\n");
    assert(outside.startsWith("HTTP/1.1 400 "), outside);
    const cut = await raw(
      cluster,
      "PUT /objects/s HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc",
    );
    assert(cut.startsWith("HTTP/1.1 400 "), cut);
    const half = await raw(
      cluster,
      "PATCH /metadata/s HTTP/1.1\r\nContent-Length: 9\r\n\r\n{}",
    );
    assertStringIncludes(half, "IncompleteBody");
    const odder = await raw(
      cluster,
      "PUT /objects/s HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    );
    assertStringIncludes(odder, "InvalidRequest");
    const long = `{"metadata":{"a":"${"x".repeat(70_000)}"}}`;
    const words = await fetch(at(cluster, "/metadata/s"), {
      ...{ method: "PATCH", body: long },
    });
    assertEquals(words.status, 413);
    assertStringIncludes(await words.text(), "A description has 65536 bytes");
    assertEquals(chunksOf(cluster), []);
    const gone = await fetch(at(cluster, "/objects/s"), { method: "DELETE" });
    assertEquals(await statusOf(gone), [404, "NotFound"]);
  });
});

Deno.test("a body longer than its length ends where it said, and then is no request", async () => {
  await withCluster({ nodes: 1 }, async (cluster) => {
    const answer = await raw(
      cluster,
      "PUT /objects/long HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcdef\r\n\r\n",
    );
    const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)];
    assertEquals(statuses.map(([, status]) => status), ["201", "400"]);
    assertEquals(
      await (await fetch(at(cluster, "/objects/long"))).text(),
      "abc",
    );
  });
});

Deno.test("a second upload of an id takes its place, unless it must not", async () => {
  await withCluster({ nodes: 1 }, async (cluster) => {
    const statuses: number[] = [];
    const headers = { "if-none-match": "*" };
    for (const [body, rest] of [["one", headers], ["two"]] as const) {
      const answer = await put(cluster, "id", body, rest);
      await answer.body?.cancel();
      statuses.push(answer.status);
    }
    assertEquals(statuses, [201, 201]);
    const refused = await put(cluster, "id", "three", headers);
    assertEquals(await statusOf(refused), [412, "AlreadyExists"]);
    const { url } = cluster.gateway;
    assertEquals(await (await fetch(`${url}/objects/id`)).text(), "two");
    assertEquals(chunksOf(cluster).length, 1);
  });
});

/** Sends text, says that nothing follows, and reads to the end. */
async function raw(cluster: Cluster, text: string): Promise<string> {
  using conn = await Deno.connect({
    hostname: "127.0.0.1",
    port: cluster.gateway.port,
  });
  await conn.write(new TextEncoder().encode(text));
  await conn.closeWrite();
  let answer = "";
  const buffer = new Uint8Array(4096);
  for (;;) {
    const count = await conn.read(buffer).catch(() => null);
    if (count === null) return answer;
    answer += new TextDecoder().decode(buffer.subarray(0, count));
  }
}

Deno.test("metadata is accurate, changes by JSON, and refuses what is none", async () => {
  await withCluster({}, async (cluster) => {
    await (await put(cluster, "k", "four")).body?.cancel();
    const url = at(cluster, "/metadata/k");
    const patch = (body: string) => fetch(url, { method: "PATCH", body });
    assertEquals(await statusOf(await patch("{no")), [400, "InvalidJson"]);
    const changed = await patch('{"metadata": {"a": "b"}}');
    assertEquals((await changed.json()).metadata, { a: "b" });
    const found = await (await fetch(url)).json();
    assertEquals([found.key, found.sizeBytes], ["k", 4]);
  });
});

Deno.test("pages hold every key once, in order, folded at a delimiter", async () => {
  await withCluster({}, async (cluster) => {
    const keys = ["a", "d/1", "d/2", "e", "ü"];
    for (const key of keys) await (await put(cluster, key, key)).body?.cancel();
    const found: string[] = [];
    for (let after = "";;) {
      const query = `limit=2&delimiter=%2F&after=${encodeURIComponent(after)}`;
      const page = await (await fetch(at(cluster, `/objects?${query}`))).json();
      for (const { key } of page.objects) found.push(key);
      found.push(...page.prefixes);
      if (page.next === undefined) break;
      after = page.next;
    }
    assertEquals(found.sort(), ["a", "d/", "e", "ü"]);
  });
});

Deno.test("a damaged chunk is told, and its replica is read instead", async () => {
  for (const replicas of [1, 2]) {
    await withCluster({ replicas }, async (cluster) => {
      const bytes = seeded(100_000);
      await (await put(cluster, "k", bytes)).body?.cancel();
      const [first = ""] = chunksOf(cluster);
      const stored = await Deno.readFile(first);
      stored[5000] = (stored[5000] ?? 0) ^ 1;
      await Deno.writeFile(first, stored);
      const answer = await fetch(at(cluster, "/objects/k"));
      if (replicas === 1) {
        assertEquals(await statusOf(answer), [500, "Corrupted"]);
      } else assertEquals(new Uint8Array(await answer.arrayBuffer()), bytes);
    });
  }
});

Deno.test("health tells which server is away, and it comes back", async () => {
  await withCluster({ nodes: 2 }, async (cluster) => {
    const health = async () => {
      const answer = await fetch(at(cluster, "/health"));
      return [answer.status, (await answer.json()).status];
    };
    assertEquals(await health(), [200, "healthy"]);
    await cluster.nodes[1]?.close();
    assertEquals(await health(), [503, "degraded"]);
    await (await put(cluster, "k", "still taken")).body?.cancel();
    await cluster.restart(1);
    assertEquals(await health(), [200, "healthy"]);
    assertEquals(
      await (await fetch(at(cluster, "/objects/k"))).text(),
      "still taken",
    );
  });
});

Deno.test("a download that meets damage in its middle ends early, and nothing else does", async () => {
  await withCluster({ nodes: 1 }, async (cluster) => {
    const bytes = seeded(900_000);
    assertEquals(await statusOf(await put(cluster, "k", bytes)), [201, ""]);
    const [path = ""] = chunksOf(cluster);
    const stored = await Deno.readFile(path);
    stored[600_000]! ^= 1;
    await Deno.writeFile(path, stored);
    const answer = await raw(cluster, "GET /objects/k HTTP/1.1\r\n\r\n");
    assert(answer.startsWith("HTTP/1.1 200 "), answer.slice(0, 100));
    assert(answer.length < bytes.length, `${answer.length}`);
    const health = await (await fetch(at(cluster, "/health"))).json();
    assertEquals([health.status, health.downloadsCut], ["healthy", 1]);
    const range = { headers: { range: "bytes=600000-600009" } };
    const damaged = await fetch(at(cluster, "/objects/k"), range);
    assertEquals(await statusOf(damaged), [500, "Corrupted"]);
  });
});
