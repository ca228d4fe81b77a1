import { assertEquals, assertRejects } from "@std/assert";
import { FormatError } from "../../../../../engine/workloads/table/parquet/format_error.ts";
import { keyOf, KEYS, openedRows, sealedFile } from "./encrypted_fixture.ts";

const retrieveKey = (name: string) => KEYS[name];
const columns = new Map([["name", {
  key: keyOf("name"),
  keyMetadata: "name",
}]]);

async function refusal(opening: Promise<unknown>): Promise<string> {
  const error = await assertRejects(() => opening, FormatError);
  assertEquals(error.kind, "key");
  return error.message;
}

Deno.test("A file without its key, or with another, is refused in one sentence", async () => {
  const bytes = await sealedFile({ columns });
  assertEquals(
    await refusal(openedRows(bytes)),
    "Cannot read the footer: the file is encrypted, and no key was given",
  );
  const answers: [Uint8Array | undefined, string][] = [
    [undefined, 'it is encrypted, and nobody knows key "footer"'],
    [
      new Uint8Array(15),
      'key "footer" has 15 bytes, and a key of AES has 16, 24 or 32',
    ],
    [
      new Uint8Array(16),
      'key "footer" does not fit, or its bytes are damaged',
    ],
  ];
  for (const [key, reason] of answers) {
    const opening = openedRows(bytes, { retrieveKey: () => key });
    assertEquals(await refusal(opening), `Cannot read the footer: ${reason}`);
  }
});

Deno.test("A column without its key is refused alone, and asked for once", async () => {
  const bytes = await sealedFile({ columns });
  const asked: string[] = [];
  const options = {
    retrieveKey: (name: string) => {
      asked.push(name);
      return name === "footer" ? KEYS[name] : undefined;
    },
  };
  assertEquals((await openedRows(bytes, options, ["id"])).length, 40);
  assertEquals(asked, ["footer", "name"]);
  assertEquals(
    await refusal(openedRows(bytes, options, ["name"])),
    'Cannot read the column "name" in row group 0: it is encrypted, and ' +
      'nobody knows key "name"',
  );
});

Deno.test("A signed footer is readable, and no other can stand for it", async () => {
  const bytes = await sealedFile({
    columns,
    isFooterPlain: true,
    others: "plain",
  });
  assertEquals((await openedRows(bytes, {}, ["id"])).length, 40);
  await refusal(openedRows(bytes, {}, ["name"]));
  // The signature's last byte stands before the length and the magic.
  const forged = bytes.slice();
  const at = forged.length - 9;
  forged[at] = (forged[at] ?? 0) ^ 1;
  await refusal(openedRows(forged, { retrieveKey }));
});

Deno.test("A prefix that a file does not store must be told", async () => {
  const told = await sealedFile({
    aadPrefix: { text: "table", isStored: false },
  });
  assertEquals(
    await refusal(openedRows(told, { retrieveKey })),
    "Cannot read the footer: it is encrypted with an AAD prefix that was not " +
      "given",
  );
  await refusal(openedRows(told, { retrieveKey, aadPrefix: "other" }));
  const stored = await sealedFile({
    aadPrefix: { text: "table", isStored: true },
  });
  assertEquals(
    await refusal(openedRows(stored, { retrieveKey, aadPrefix: "other" })),
    "Cannot read the footer: its AAD prefix is not the one that was given",
  );
});

Deno.test("Every flipped bit of an encrypted file is found", async () => {
  for (const algorithm of ["AES_GCM_V1", "AES_GCM_CTR_V1"] as const) {
    const bytes = await sealedFile({ algorithm });
    const unseen: number[] = [];
    for (let at = 0; at < bytes.length; at += 3) {
      const flipped = bytes.slice();
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at & 7));
      const found = await openedRows(flipped, { retrieveKey })
        .then(() => false, (error) => error instanceof FormatError);
      if (!found) unseen.push(at);
    }
    assertEquals(unseen, []);
  }
});
