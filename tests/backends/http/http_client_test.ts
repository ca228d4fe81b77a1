import { assertEquals, assertRejects } from "@std/assert";
import {
  HttpClient,
  type HttpClientOptions,
} from "../../../backends/http/http_client.ts";
import { HttpFailure } from "../../../backends/http/http_failure.ts";
import { type RawPeer, withRawServer } from "../_raw_server.ts";

const OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

async function withClient(
  answer: (peer: RawPeer) => Promise<void>,
  body: (
    get: (target: string, more?: { signal: AbortSignal }) => Promise<string>,
    server: { readonly asked: readonly string[]; readonly connections: number },
  ) => Promise<void>,
  options: Partial<HttpClientOptions> = {},
): Promise<void> {
  await withRawServer(answer, async (server) => {
    const client = new HttpClient({
      connectTimeoutMs: 0,
      stallTimeoutMs: 0,
      requestTimeoutMs: 0,
      ...options,
    });
    const get = async (target: string, more = {}) => {
      const { body: answered } = await client.send({
        method: "GET",
        isTls: false,
        host: "127.0.0.1",
        port: server.port,
        target,
        headers: { host: "h" },
        ...more,
      });
      return await new Response(answered).text();
    };
    await body(get, server);
    client.close();
  });
}

async function failureOf(promise: Promise<unknown>): Promise<HttpFailure> {
  return await assertRejects(() => promise, HttpFailure);
}

Deno.test("HttpClient sends a path as it was signed, dots and all", async () => {
  const always = async (peer: RawPeer) => {
    while (await peer.head() !== "") await peer.send(OK);
  };
  await withClient(always, async (get, server) => {
    const targets = ["/b/a/../x", "/b/%2e%2e/x", "/b//a/./c?q=%2F", "/b/.."];
    for (const target of targets) assertEquals(await get(target), "hi");
    assertEquals(
      server.asked,
      targets.map((target) => `GET ${target} HTTP/1.1`),
    );
    assertEquals(server.connections, 1);
  });
});

Deno.test("HttpClient uses no connection again that its peer closes", async () => {
  const once = async (peer: RawPeer) => {
    await peer.head();
    await peer.send(OK.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
    peer.close();
  };
  await withClient(once, async (get, server) => {
    for (let round = 0; round < 3; round++) assertEquals(await get("/"), "hi");
    assertEquals(server.connections, 3);
  });
});

Deno.test("HttpClient takes a body that is cut short for a failure", async () => {
  const heads = [
    "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhi",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhi",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n",
  ];
  for (const head of heads) {
    const cut = async (peer: RawPeer) => {
      await peer.head();
      await peer.send(head);
      peer.close();
    };
    await withClient(cut, async (get) => {
      assertEquals((await failureOf(get("/"))).reason, "cut-short", head);
    });
  }
});

Deno.test("HttpClient reads chunks, and bodies up to the close", async () => {
  const heads = [
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" +
    "1;x=y\r\nh\r\n1\r\ni\r\n0\r\n\r\n",
    "HTTP/1.1 200 OK\r\n\r\nhi",
    "HTTP/1.1 100 Continue\r\n\r\n" + OK,
  ];
  for (const head of heads) {
    const whole = async (peer: RawPeer) => {
      await peer.head();
      await peer.send(head);
      peer.close();
    };
    await withClient(whole, async (get) => assertEquals(await get("/"), "hi"));
  }
});

Deno.test("HttpClient gives up on a peer that says nothing", async () => {
  const silent = async (peer: RawPeer) => {
    await peer.head();
    await peer.head();
  };
  for (const name of ["stallTimeoutMs", "requestTimeoutMs"]) {
    await withClient(silent, async (get) => {
      const failure = await failureOf(get("/"));
      assertEquals(failure.reason, "timed-out");
    }, { [name]: 20 });
  }
});

Deno.test("HttpClient gives up on a body that stops midway", async () => {
  const stalls = async (peer: RawPeer) => {
    await peer.head();
    await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi");
    await peer.head();
  };
  await withClient(stalls, async (get) => {
    assertEquals((await failureOf(get("/"))).reason, "timed-out");
  }, { stallTimeoutMs: 20 });
});

Deno.test("HttpClient says when the peer hangs up unanswered, or is no server", async () => {
  const hangsUp = async (peer: RawPeer) => {
    await peer.head();
    peer.close();
  };
  await withClient(hangsUp, async (get) => {
    assertEquals((await failureOf(get("/"))).reason, "reset");
  });
  const talks = async (peer: RawPeer) => {
    await peer.head();
    await peer.send("SSH-2.0-OpenSSH\r\n");
  };
  await withClient(talks, async (get) => {
    assertEquals((await failureOf(get("/"))).reason, "malformed");
  });
});

Deno.test("HttpClient ends a request that is given up", async () => {
  const abort = new AbortController();
  const silent = async (peer: RawPeer) => {
    await peer.head();
    abort.abort();
    await peer.head();
  };
  await withClient(silent, async (get) => {
    const given = get("/", { signal: abort.signal });
    assertEquals((await failureOf(given)).reason, "aborted");
  });
});

Deno.test("HttpClient asks a proxy for the whole URL, with its password", async () => {
  let head = "";
  const proxy = async (peer: RawPeer) => {
    head = await peer.head();
    await peer.send(OK);
  };
  await withRawServer(proxy, async ({ port }) => {
    const client = new HttpClient({
      connectTimeoutMs: 0,
      stallTimeoutMs: 0,
      requestTimeoutMs: 0,
      proxy: new URL(`http://me:p%40ss@127.0.0.1:${port}`),
    });
    const { body } = await client.send({
      method: "GET",
      isTls: false,
      host: "store.example",
      port: 80,
      target: "/b/../k",
      headers: {},
    });
    assertEquals(await new Response(body).text(), "hi");
    const [line, authorization] = head.split("\r\n");
    assertEquals(line, "GET http://store.example:80/b/../k HTTP/1.1");
    assertEquals(
      authorization,
      `proxy-authorization: Basic ${btoa("me:p@ss")}`,
    );
    client.close();
  });
});
