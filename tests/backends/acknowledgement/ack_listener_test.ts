import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { createAckFile } from "../../../backends/acknowledgement/ack_file.ts";
import { encodeAck } from "../../../backends/acknowledgement/ack_record.ts";
import { StorageError } from "../../../backends/mod.ts";
import { recoverRecords } from "../../../backends/journal/mod.ts";
import { journalOf } from "../journal/_memory_file.ts";
import { RUN, withListener } from "./_way.ts";

const ALIVE = { kind: "alive", atMs: 5 } as const; // as its own type

/** Says `bytes` after the greeting; what came back until the end. */
async function say(port: number, bytes: Uint8Array): Promise<string> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const buffer = new Uint8Array(4096);
  await connection.read(buffer);
  let heard = "";
  try {
    for (let at = 0; at < bytes.length;) {
      at += await connection.write(bytes.subarray(at));
    }
    await connection.closeWrite();
    while (true) {
      const count = await connection.read(buffer);
      if (count === null) return heard;
      heard += new TextDecoder().decode(buffer.subarray(0, count));
    }
  } catch (error) {
    // It may close while there is more of the nonsense.
    assert(error instanceof Error && !(error instanceof TypeError));
    return heard;
  }
}

async function waitFor(holds: () => boolean): Promise<void> {
  while (!holds()) await Deno.stat("/");
}

const text = (value: string) => new TextEncoder().encode(value);
const HELLO = `stor-verify run 1 ${RUN} -\n`;

Deno.test("nonsense is refused and leaves no file", async () => {
  await withListener(async ({ connect, folder, port, until }) => {
    const asked = await say(port, text("GET / HTTP/1.1\r\n\r\n"));
    assertEquals(asked, "no This is no run of stor-verify\n");
    const long = await say(port, new Uint8Array(100_000).fill(65));
    assertStringIncludes(`${long}no This is`, "no This is");
    await say(port, text(""));
    await say(port, text(`stor-verify run 1 ../../../../etc/x -\n`));
    await until("left before it said a word");
    assertEquals([...Deno.readDirSync(folder)], []);
    const way = await connect();
    way.send(ALIVE);
    await way.settled();
    await way.close();
  });
});

Deno.test("what is no record ends the connection, and leaves no file where nothing was told", async () => {
  await withListener(async ({ folder, port, until }) => {
    const heard = await say(port, text(`${HELLO}SVJRNL01nonsense, and more`));
    assertStringIncludes(heard, `ok ${folder}/${RUN}.acks\n`);
    assertStringIncludes(heard, "no What came is no record\n");
    await until("What came is no record");
    // Nothing was told: nothing is left.
    await waitFor(() => [...Deno.readDirSync(folder)].length === 0);
  });
});

Deno.test("a run has one file: a second that says it is the same is refused", async () => {
  await withListener(async ({ connect }) => {
    const way = await connect();
    await assertRejects(
      () => connect(),
      StorageError,
      `Run ${RUN} is kept here already`,
    );
    way.send(ALIVE);
    await way.settled();
    assertEquals(way.counts.kept, 1);
    await way.close();
  });
});

Deno.test("two runs at once have a file each", async () => {
  await withListener(async ({ connect, folder }) => {
    const ids = [RUN, "fedcba9876543210"];
    const ways = await Promise.all(ids.map((runId) => connect({ runId })));
    for (let turn = 0; turn < 50; turn++) {
      for (const [index, way] of ways.entries()) {
        way.send({ kind: "end", atMs: turn, outcome: `${index}` });
      }
    }
    await Promise.all(ways.map((way) => way.settled()));
    for (const [index, id] of ids.entries()) {
      const file = await Deno.readFile(`${folder}/${id}.acks`);
      const { records } = recoverRecords(file);
      assertEquals(
        records.map((record) => [...record]),
        Array.from({ length: 50 }, (_, atMs) => [
          ...encodeAck({ kind: "end", atMs, outcome: `${index}` }),
        ]),
      );
    }
    for (const way of ways) await way.close();
  });
});

Deno.test("a disk that is full is told to the run, and to nobody as kept", async () => {
  const create = async (folder: string, runId: string) => {
    const file = await createAckFile(folder, runId);
    let room = 2;
    return {
      ...file,
      append: (record: Uint8Array) => {
        if (room-- > 0) return file.append(record);
        throw new Error("No space left on device (os error 28)");
      },
    };
  };
  await withListener(async ({ connect, until }) => {
    const way = await connect();
    way.send(ALIVE);
    await way.settled();
    way.send(ALIVE);
    await way.settled();
    way.send(ALIVE);
    await way.settled();
    assertStringIncludes(way.failure?.message ?? "", "no space left on device");
    assertEquals(way.counts.kept, 2);
    await until("no space left on device");
    await way.close();
  }, { create });
});

Deno.test("a record that another version made is refused, not kept", async () => {
  await withListener(async ({ folder, port, until }) => {
    const known = [...encodeAck(ALIVE)];
    const journal = await journalOf(known, [99, 0]);
    const heard = await say(
      port,
      Uint8Array.of(...text(HELLO), ...journal),
    );
    assertStringIncludes(heard, "no What came is a record that this version");
    await until("cannot read");
    await waitFor(() => [...Deno.readDirSync(folder)].length === 0);
  });
});

Deno.test("a folder that takes no file is told to the run", async () => {
  await withListener(async ({ connect }) => {
    await assertRejects(
      () => connect(),
      StorageError,
      'Cannot keep "/nowhere/at/all/',
    );
  }, { folder: "/nowhere/at/all" });
});
