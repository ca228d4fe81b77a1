import { assertEquals, assertStringIncludes } from "@std/assert";
import { type Ask, putText, withBlobServer } from "./_blob_server.ts";

const block = (ask: Ask, id: string, body: string) =>
  ask("PUT", `/scratch/k?comp=block&blockid=${encodeURIComponent(btoa(id))}`, {
    body,
  });

function commit(ask: Ask, ids: readonly string[], kind = "Latest") {
  const list = ids.map((id) => `<${kind}>${btoa(id)}</${kind}>`).join("");
  return ask("PUT", "/scratch/k?comp=blocklist", {
    body: `<?xml version="1.0"?><BlockList>${list}</BlockList>`,
  });
}

Deno.test("putBlockList() joins blocks in the order of the list", async () => {
  await withBlobServer(async (ask) => {
    for (const id of ["b", "a", "c"]) {
      assertEquals((await block(ask, id, id)).status, 201);
    }
    assertEquals((await ask("GET", "/scratch/k")).code, "BlobNotFound");
    assertEquals((await commit(ask, ["a", "b", "a"])).status, 201);
    assertEquals((await ask("GET", "/scratch/k")).text, "aba");
    const left = await commit(ask, ["c"]);
    assertEquals([left.status, left.code], [400, "InvalidBlockList"]);
  });
});

Deno.test("putBlockList() takes committed blocks again", async () => {
  await withBlobServer(async (ask) => {
    for (const id of ["a", "b"]) await block(ask, id, id);
    await commit(ask, ["a", "b"]);
    await block(ask, "a", "A");
    assertEquals((await commit(ask, ["b", "a"], "Committed")).status, 201);
    assertEquals((await ask("GET", "/scratch/k")).text, "ba");
    await block(ask, "a", "A");
    await commit(ask, ["a", "b"]);
    assertEquals((await ask("GET", "/scratch/k")).text, "Ab");
    const { code } = await commit(ask, ["a"], "Uncommitted");
    assertEquals(code, "InvalidBlockList");
  });
});

Deno.test("putBlockList() refuses what is no list", async () => {
  await withBlobServer(async (ask) => {
    for (const body of ["<BlockList><Latest>", "<List/>", "none"]) {
      const came = await ask("PUT", "/scratch/k?comp=blocklist", { body });
      assertEquals(came.code, "InvalidXmlDocument");
    }
    const many = `<BlockList>${
      "<Latest>YQ==</Latest>".repeat(50_001)
    }</BlockList>`;
    const came = await ask("PUT", "/scratch/k?comp=blocklist", { body: many });
    assertEquals(came.code, "BlockListTooLong");
  });
});

Deno.test("putBlock() wants ids of one length, in base64, and bytes", async () => {
  await withBlobServer(async (ask) => {
    await block(ask, "a", "1");
    assertEquals((await block(ask, "long", "1")).code, "InvalidBlobOrBlock");
    assertEquals((await block(ask, "b", "")).code, "InvalidHeaderValue");
    for (const id of ["", "!", btoa("x".repeat(65))]) {
      const path = `/scratch/k?comp=block&blockid=${encodeURIComponent(id)}`;
      const { code } = await ask("PUT", path, { body: "1" });
      assertEquals(code, "InvalidQueryParameterValue");
    }
  });
});

Deno.test("getBlockList() tells committed and uncommitted blocks", async () => {
  await withBlobServer(async (ask) => {
    const path = "/scratch/k?comp=blocklist&blocklisttype=all";
    assertEquals((await ask("GET", path)).code, "BlobNotFound");
    await block(ask, "b", "22");
    const none = await ask("GET", path);
    assertStringIncludes(none.text, "<CommittedBlocks></CommittedBlocks>");
    await commit(ask, ["b"]);
    await block(ask, "a", "1");
    const { text } = await ask("GET", path);
    const one = (id: string, size: number) =>
      `<Block><Name>${btoa(id)}</Name><Size>${size}</Size></Block>`;
    assertStringIncludes(text, `<CommittedBlocks>${one("b", 2)}`);
    assertStringIncludes(text, `<UncommittedBlocks>${one("a", 1)}`);
  });
});

Deno.test("putBlob() takes blocks away that nobody committed", async () => {
  await withBlobServer(async (ask) => {
    await block(ask, "a", "1");
    await putText(ask, "/scratch/k", "whole");
    assertEquals((await commit(ask, ["a"])).code, "InvalidBlockList");
  });
});
