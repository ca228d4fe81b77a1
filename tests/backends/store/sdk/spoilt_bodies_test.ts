import { assertEquals, assertRejects } from "@std/assert";
import {
  type Ask,
  spoilBody,
  spoilBytes,
  spoilPage,
} from "../../../../backends/store/sdk/spoilt_bodies.ts";
import {
  ClientFailure,
  type StoreBody,
} from "../../../../backends/store/sdk/store_client.ts";

const BYTES = Uint8Array.from({ length: 2000 }, (_, at) => at % 251 + 1);
const OLD = new Uint8Array(1500).fill(255);

function asks(point: string, arg: number | null = null): Ask {
  return (asked, defaultArg = 12_345) =>
    asked === point ? arg ?? defaultArg : null;
}

function landed(point: string, arg: number | null = null) {
  return spoilBytes(asks(point, arg), BYTES, () => Promise.resolve(OLD));
}

function body(): StoreBody {
  return {
    sizeBytes: 2000,
    chunks: (async function* () {
      for (let at = 0; at < 2000; at += 300) {
        yield await Promise.resolve(BYTES.slice(at, at + 300));
      }
    })(),
  };
}

async function taken({ chunks }: StoreBody): Promise<Uint8Array> {
  const all: number[] = [];
  for await (const chunk of chunks) all.push(...chunk);
  return Uint8Array.from(all);
}

function differences(left: Uint8Array, right: Uint8Array): number[] {
  assertEquals(left.length, right.length);
  return [...left.keys()].filter((at) => left[at] !== right[at]);
}

Deno.test("spoilBytes() flips the bit that it is told, and no other", async () => {
  assertEquals(differences(await landed("write.bitflip", 80), BYTES), [10]);
  const turned = await landed("write.bitflip", 2000 * 8 + 8);
  assertEquals(differences(turned, BYTES), [1]);
});

Deno.test("spoilBytes() tears an object into new and old", async () => {
  const head = await landed("write.torn-head");
  assertEquals(head.slice(0, 512), BYTES.slice(0, 512));
  assertEquals(head.slice(512, 1500), OLD.slice(512));
  assertEquals(head.slice(1500), new Uint8Array(500));
  const tail = await landed("write.torn-tail", 100);
  assertEquals(tail.slice(0, 100), OLD.slice(0, 100));
  assertEquals(tail.slice(100), BYTES.slice(100));
});

Deno.test("spoilBytes() changes nothing that it is given, nor without a fault", async () => {
  const before = BYTES.slice();
  assertEquals(await landed("write.zero"), new Uint8Array(2000));
  assertEquals(await landed("other"), BYTES);
  assertEquals(BYTES, before);
  const empty = new Uint8Array();
  const kept = await spoilBytes(
    asks("write.zero"),
    empty,
    () => Promise.resolve(OLD),
  );
  assertEquals(kept, empty);
});

Deno.test("spoilBody() cuts, shortens, blanks or flips what comes", async () => {
  const cut = spoilBody(asks("http.receive.cut"), body());
  const failure = await assertRejects(() => taken(cut), ClientFailure);
  assertEquals(failure.status, "HTTP_TRUNCATED");
  const short = spoilBody(asks("read.short"), body());
  assertEquals(short.sizeBytes, 512);
  assertEquals(await taken(short), BYTES.slice(0, 512));
  const zeros = await taken(spoilBody(asks("read.zeros"), body()));
  assertEquals(zeros, new Uint8Array(2000));
  const flipped = await taken(spoilBody(asks("read.bitflip", 80), body()));
  assertEquals(differences(flipped, BYTES), [10]);
  assertEquals(await taken(spoilBody(asks("other"), body())), BYTES);
});

Deno.test("spoilPage() drops, adds, repeats or mismeasures an entry", () => {
  const entries = [
    { key: "a", sizeBytes: 1 },
    { key: "b", sizeBytes: 2 },
  ];
  const page = { entries, isLast: true };
  const of = (point: string) => {
    let count = 0;
    const second: Ask = (asked, arg = 0) =>
      asked === point && ++count === 2 ? arg : null;
    return spoilPage(second, page).entries
      .map(({ key, sizeBytes }) => `${key} ${sizeBytes}`);
  };
  assertEquals(of("list.missing"), ["a 1"]);
  assertEquals(of("list.extra"), ["a 1", "b 2", "b/never-put 1"]);
  assertEquals(of("list.repeat"), ["a 1", "b 2", "b 2"]);
  assertEquals(of("list.size"), ["a 1", "b 0"]);
  assertEquals(of("other"), ["a 1", "b 2"]);
});
