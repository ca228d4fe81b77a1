/** The promises of cmd/operation_file.ts. */
import { assertEquals, assertRejects } from "@std/assert";
import { WriteFailed } from "../../cmd/context.ts";
import { OperationFile } from "../../cmd/operation_file.ts";

const OLD = "rows of an earlier run";

async function inFolder(
  body: (path: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(`${folder}/ops.arrow`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("OperationFile leaves what was there until it begins", async () => {
  await inFolder(async (path) => {
    await Deno.writeTextFile(path, OLD);
    const refused = await OperationFile.open(path, "ops.arrow");
    const put = refused.put(bytes("new"));
    await refused.close();
    assertEquals(await Deno.readTextFile(path), OLD);
    const begun = await OperationFile.open(path, "ops.arrow");
    begun.begin();
    begun.begin();
    await begun.put(bytes("new"));
    begun.begin();
    assertEquals(begun.putBytes, 3);
    await begun.close();
    assertEquals(await Deno.readTextFile(path), "new");
    assertEquals(await Promise.race([put, "waits"]), "waits");
  });
});

Deno.test("OperationFile that never began leaves nothing where nothing was", async () => {
  await inFolder(async (path) => {
    const file = await OperationFile.open(path, "ops.arrow");
    await file.close();
    await assertRejects(() => Deno.stat(path), Deno.errors.NotFound);
  });
});

Deno.test("OperationFile leaves what another run put into the file it made", async () => {
  await inFolder(async (path) => {
    const refused = await OperationFile.open(path, "ops.arrow");
    await Deno.writeTextFile(path, OLD);
    await refused.close();
    assertEquals(await Deno.readTextFile(path), OLD);
  });
});

Deno.test("OperationFile into a pipe is all that its reader gets", async () => {
  await inFolder(async (path) => {
    await new Deno.Command("mkfifo", { args: [path] }).output();
    const reader = new Deno.Command("cat", {
      ...{ args: [path], stdout: "piped" },
    }).output();
    const file = await OperationFile.open(path, "ops.arrow");
    file.begin();
    await file.put(bytes("new"));
    await file.sync();
    await file.close();
    assertEquals((await reader).stdout, bytes("new"));
  });
});

Deno.test("OperationFile has put nothing where the system took nothing", async () => {
  const file = await OperationFile.open("/dev/full", "/dev/full");
  file.begin();
  await assertRejects(() => file.put(bytes("new")), Error, "No space left");
  assertEquals(file.putBytes, 0);
  await file.close();
});

Deno.test("OperationFile refuses a folder as it was typed", async () => {
  await assertRejects(
    () => OperationFile.open("/tmp", "../tmp"),
    WriteFailed,
    'Cannot write "../tmp": ',
  );
});
