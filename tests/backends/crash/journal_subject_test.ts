import { assertEquals } from "@std/assert";
import { CrashDisk } from "../../../backends/crash/crash_disk.ts";
import { journalSubject } from "../../../backends/crash/journal_subject.ts";

const SUBJECT = journalSubject({ id: "j", promise: "p" });

Deno.test("a journal that lacks a promised record breaks the promise", async () => {
  const disk = new CrashDisk();
  assertEquals(
    await SUBJECT.judge(disk, ["begin 1", "done 1"]),
    "0 records are left of 1 that were promised",
  );
});

Deno.test("a journal with a record that nobody began breaks the promise", async () => {
  const disk = new CrashDisk();
  await SUBJECT.work(disk, 1);
  const fault = await SUBJECT.judge(new CrashDisk(disk.image()), ["begin 1"]);
  assertEquals(fault?.endsWith("records are there, and 1 were begun"), true);
});
