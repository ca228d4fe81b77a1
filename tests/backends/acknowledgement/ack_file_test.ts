import { assertEquals, assertRejects } from "@std/assert";
import { createAckFile } from "../../../backends/acknowledgement/ack_file.ts";
import { recoverRecords } from "../../../backends/journal/mod.ts";
import { withScratch } from "../_scratch.ts";

Deno.test("createAckFile() keeps records in a file of the run", async () => {
  await withScratch(async (folder) => {
    const file = await createAckFile(folder, "00ff");
    await file.append(Uint8Array.of(1));
    await file.append(Uint8Array.of(2, 3));
    await file.sync();
    file.close();
    assertEquals(file.path, `${folder}/00ff.acks`);
    const { records, restBytes } = recoverRecords(
      await Deno.readFile(file.path),
    );
    assertEquals(records.map((one) => [...one]), [[1], [2, 3]]);
    assertEquals(restBytes, 0);
  });
});

Deno.test("a file in which nothing was told can go again", async () => {
  await withScratch(async (folder) => {
    const file = await createAckFile(folder, "00ff");
    await file.discard();
    assertEquals([...Deno.readDirSync(folder)], []);
  });
});

Deno.test("createAckFile() never writes into what is there", async () => {
  await withScratch(async (folder) => {
    await Deno.writeTextFile(`${folder}/00ff.acks`, "mine");
    await assertRejects(
      () => createAckFile(folder, "00ff"),
      Deno.errors.AlreadyExists,
    );
    assertEquals(await Deno.readTextFile(`${folder}/00ff.acks`), "mine");
  });
});
