import { assert, assertEquals, assertRejects } from "@std/assert";
import { HttpClient } from "../../../backends/http/http_client.ts";
import { HttpFailure } from "../../../backends/http/http_failure.ts";
import { ask, fired, untilFired, withWay } from "./_way_endpoint.ts";

/** The reason for which our own client gives up on a way. */
async function reasonOf(port: number): Promise<string> {
  const client = new HttpClient({
    connectTimeoutMs: 30_000,
    // An answer that only is late would be taken for a fault.
    stallTimeoutMs: 1500,
    requestTimeoutMs: 0,
  });
  try {
    const failure = await assertRejects(
      () =>
        client.send({
          method: "GET",
          isTls: false,
          host: "127.0.0.1",
          port,
          target: "/",
          headers: { host: "h" },
        }).then(({ body }) => new Response(body).bytes()),
      HttpFailure,
    );
    return failure.reason;
  } finally {
    client.close();
  }
}

Deno.test("a way without faults passes every byte, and counts them", async () => {
  await withWay([], async ({ way, port, arrived }) => {
    const put = { method: "PUT", target: "/a?size=300000", bodyBytes: 400_000 };
    const seen = await ask(port, put);
    assertEquals([seen.end, seen.bodyBytes], ["whole", 300_000]);
    const [first] = arrived;
    assertEquals([first?.bodyBytes, first?.isWhole], [400_000, true]);
    const { connections, requests, bytesUp, bytesDown } = way.facts();
    assertEquals([connections, requests], [1, 1]);
    assert(bytesUp > 400_000 && bytesDown > 300_000);
  });
});

Deno.test("reset: the endpoint has answered, and the client is reset", async () => {
  await withWay(["reset"], async ({ way, port, arrived }) => {
    const seen = await ask(port);
    assertEquals([seen.end, seen.head], ["reset", ""]);
    assertEquals(arrived.length, 1);
    assertEquals(fired(way), [1]);
  });
  await withWay(["reset:arg=3"], async ({ port }) => {
    const { end, bodyBytes } = await ask(port);
    assertEquals([end, bodyBytes], ["reset", 3]);
  });
});

Deno.test("reset behind the end of an answer is none, and counts as none", async () => {
  await withWay(["reset:arg=8"], async ({ way, port }) => {
    assertEquals((await ask(port)).end, "whole");
    const [count] = way.counts();
    assertEquals([count?.hits, count?.fired], [0, 0]);
  });
});

Deno.test("cut: an answer ends in its body, without a reset", async () => {
  await withWay(["cut"], async ({ way, port }) => {
    const { end, bodyBytes } = await ask(port, { target: "/?size=100" });
    assertEquals([end, bodyBytes], ["closed", 50]);
    // Without a body there is nothing to cut.
    assertEquals((await ask(port, { method: "HEAD" })).end, "whole");
    assertEquals(fired(way), [1]);
  });
  await withWay(["cut:arg=70000"], async ({ port }) => {
    const cut = await ask(port, { target: "/?size=90000" });
    assertEquals([cut.end, cut.bodyBytes], ["closed", 70_000]);
    assertEquals((await ask(port)).end, "whole");
  });
});

Deno.test("reset-request: nothing, or a part of it, reaches the endpoint", async () => {
  await withWay(["reset-request"], async ({ way, port, arrived }) => {
    assertEquals((await ask(port, { method: "PUT" })).end, "reset");
    assertEquals(arrived.length, 0);
    assertEquals(fired(way), [1]);
  });
  await withWay(["reset-request:arg=1000"], async (rig) => {
    const put = { method: "PUT", bodyBytes: 5000 };
    assertEquals((await ask(rig.port, put)).end, "reset");
    await rig.untilArrived(1);
    assertEquals(rig.arrived[0]?.isWhole, false);
  });
});

Deno.test("cut-request: a body ends half-way at the endpoint", async () => {
  await withWay(["cut-request"], async (rig) => {
    const put = { method: "PUT", bodyBytes: 5000 };
    const seen = await ask(rig.port, put);
    assertEquals([seen.end, seen.head], ["closed", ""]);
    await rig.untilArrived(1);
    assertEquals(rig.arrived[0]?.isWhole, false);
    assert((rig.arrived[0]?.bodyBytes ?? 5000) <= 2500);
    assertEquals((await ask(rig.port)).end, "whole");
  });
});

Deno.test("http-503 and http-429 answer in the endpoint's place, as a burst", async () => {
  for (const code of [503, 429]) {
    const fault = `http-${code}:after=1:count=1:arg=60000`;
    await withWay([fault], async ({ way, port, arrived }) => {
      assert((await ask(port)).head.startsWith("HTTP/1.1 200"));
      for (const method of ["PUT", "GET", "HEAD"]) {
        const bodyBytes = method === "PUT" ? 300_000 : 0;
        const seen = await ask(port, { method, bodyBytes });
        assertEquals(seen.end, "whole");
        assert(seen.head.startsWith(`HTTP/1.1 ${code} `), seen.head);
        assert(/^retry-after: 60$/im.test(seen.head), seen.head);
        assertEquals(seen.bodyBytes > 0, method !== "HEAD");
      }
      assertEquals(arrived.length, 1);
      assertEquals(fired(way), [3]);
    });
  }
});

Deno.test("delay: another answer overtakes the one that waits", async () => {
  await withWay(["delay:count=1:arg=3600000"], async (rig) => {
    const late = ask(rig.port, { target: "/late" });
    await untilFired(rig.way);
    assertEquals((await ask(rig.port, { target: "/next" })).end, "whole");
    rig.way.arm(false);
    assertEquals((await late).end, "whole");
    assertEquals(fired(rig.way), [1]);
  });
  await withWay(["delay:arg=5"], async ({ port }) => {
    assertEquals((await ask(port)).end, "whole");
  });
});

Deno.test("delay-request: another request overtakes the one that waits", async () => {
  await withWay(["delay-request:count=1:arg=3600000"], async (rig) => {
    const late = ask(rig.port, { target: "/late" });
    await untilFired(rig.way);
    await ask(rig.port, { target: "/next" });
    rig.way.arm(false);
    await late;
    assertEquals(rig.arrived.map(({ path }) => path), ["/next", "/late"]);
  });
});

Deno.test("a request that waits does not outlive its client", async () => {
  await withWay(["delay-request:count=1:arg=3600000"], async (rig) => {
    const { port, way } = rig;
    const gone = await Deno.connect({ hostname: "127.0.0.1", port });
    const text = "PUT /gone HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n";
    await gone.write(new TextEncoder().encode(text));
    await untilFired(way);
    gone.close();
    // Whoever comes later is served after its end was heard.
    await ask(port, { target: "/stays" });
    way.arm(false);
    await ask(port, { target: "/last" });
    assertEquals(rig.arrived.map(({ path }) => path), ["/stays", "/last"]);
  });
});

Deno.test("slow-loris: the head of an answer comes byte by byte", async () => {
  await withWay(["slow-loris:arg=10"], async ({ way, port }) => {
    const seen = await ask(port);
    assertEquals(seen.end, "whole");
    // Whoever reads late finds several bytes at once.
    assert(seen.pieces > 3, `it came in ${seen.pieces} pieces`);
    assertEquals(fired(way), [1]);
  });
});

Deno.test("throttle: all comes, and has to wait", async () => {
  await withWay(["throttle:arg=2000000"], async ({ way, port }) => {
    const seen = await ask(port, { target: "/?size=100000" });
    assertEquals([seen.end, seen.bodyBytes], ["whole", 100_000]);
    assertEquals(fired(way), [1]);
  });
});

Deno.test("half-open: the request vanishes, and the client has to give up", async () => {
  await withWay(["half-open:count=1"], async ({ way, port, arrived }) => {
    assertEquals(await reasonOf(port), "timed-out");
    assertEquals(arrived.length, 0);
    assertEquals(fired(way), [1]);
    assertEquals((await ask(port)).end, "whole");
  });
});

Deno.test("stall: an answer stops, and the client has to give up", async () => {
  for (const fault of ["stall:count=1", "stall:count=1:arg=4"]) {
    await withWay([fault], async ({ way, port, arrived }) => {
      assertEquals(await reasonOf(port), "timed-out");
      assertEquals(arrived.length, 1);
      assertEquals(fired(way), [1]);
      assertEquals((await ask(port)).end, "whole");
    });
  }
});

Deno.test("refuse: the system refuses, and who is here ends after an exchange", async () => {
  const fault = "refuse:after=1:count=1:arg=60000";
  await withWay([fault], async ({ way, port }) => {
    using kept = await Deno.connect({ hostname: "127.0.0.1", port });
    await kept.write(new TextEncoder().encode("GET / HTTP/1.1\r\n\r\n"));
    const buffer = new Uint8Array(65536);
    let bytes = 0;
    for (
      let count = await kept.read(buffer);
      count !== null;
      count = await kept.read(buffer)
    ) bytes += count;
    assert(bytes > 0);
    await assertRejects(() => ask(port), Deno.errors.ConnectionRefused);
    assertEquals(fired(way), [1]);
  });
});

Deno.test("refuse: who is here ends also where the port is open again by then", async () => {
  const faults = ["refuse:after=1:count=1:arg=1", "delay:count=1:arg=300"];
  await withWay(faults, async ({ way, port }) => {
    using kept = await Deno.connect({ hostname: "127.0.0.1", port });
    const request = new TextEncoder().encode("GET / HTTP/1.1\r\n\r\n");
    await kept.write(request);
    await untilOpen(port);
    let text = "";
    const buffer = new Uint8Array(65536);
    const answers = () => text.split("HTTP/1.1 200 ").length - 1;
    while (answers() < 2) {
      const count = await kept.read(buffer).catch(() => null);
      if (count === null) break;
      text += new TextDecoder().decode(buffer.subarray(0, count));
      // One that lived on would be answered again.
      if (answers() === 1) await kept.write(request).catch(() => {});
    }
    assertEquals(answers(), 1);
    assertEquals(fired(way), [1, 1]);
  });
});

/** Resolves once the port takes a connection again. */
async function untilOpen(port: number): Promise<void> {
  for (;;) {
    const seen = await ask(port).catch((error) => {
      if (error instanceof Deno.errors.ConnectionRefused) return null;
      throw error;
    });
    if (seen?.end === "whole") return;
  }
}

Deno.test("refuse: the port opens again", async () => {
  await withWay(["refuse:count=3:arg=1"], ({ port }) => untilOpen(port));
});

Deno.test("a way that is disarmed lets go of what waits, and resets what is dead", async () => {
  await withWay(["delay:count=1:arg=3600000"], async ({ way, port }) => {
    const late = ask(port);
    await untilFired(way);
    way.arm(false);
    assertEquals((await late).end, "whole");
  });
  await withWay(["stall:count=1:arg=4"], async ({ way, port }) => {
    const dead = ask(port);
    await untilFired(way);
    way.arm(false);
    assertEquals((await dead).end, "reset");
    assertEquals((await ask(port)).end, "whole");
  });
});
