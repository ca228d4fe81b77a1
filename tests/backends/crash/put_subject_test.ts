import { assertEquals } from "@std/assert";
import { CrashDisk } from "../../../backends/crash/crash_disk.ts";
import { putSubject } from "../../../backends/crash/put_subject.ts";

const SUBJECT = putSubject({ id: "s", promise: "p", method: "put" });

Deno.test("a put that was promised and is gone breaks the promise", async () => {
  const empty = new CrashDisk();
  await empty.files.makeFolder("/data");
  assertEquals(await SUBJECT.judge(empty, ["begin a 1"]), null);
  assertEquals(
    await SUBJECT.judge(empty, ["begin a 1", "done a 1"]),
    '"a" is gone, and must be 1',
  );
});

Deno.test("what nobody put breaks the promise", async () => {
  const disk = new CrashDisk();
  await SUBJECT.work(disk, 1);
  const fault = await SUBJECT.judge(new CrashDisk(disk.image()), []);
  assertEquals(fault?.endsWith("is there and was never put"), true);
});
