/** Reads of a folder, in one call of the core and step by step. */
import { assert, assertEquals } from "@std/assert";
import type { CorePort } from "../../../backends/mod.ts";
import { FolderBackend } from "../../../backends/folder/folder_backend.ts";
import { SYSTEM_FILES } from "../../../backends/folder/folder_files.ts";
import { type BelowRead, loadCore } from "../../../ffi/mod.ts";
import { DiskCore, FakeCoreError } from "../_disk_core.ts";
import { assertKind } from "../_rejects.ts";
import { withScratch } from "../_scratch.ts";

type ReadBelow = NonNullable<CorePort["readBelow"]>;

/** Reads as the real core does, and counts. */
class ReadingCore extends DiskCore {
  readonly asked: string[] = [];
  before: () => void = () => {};
  /** Instead of what is there. */
  answer: BelowRead | null = null;
  readonly #real: Pick<CorePort, "readBelow">;

  constructor(real: Pick<CorePort, "readBelow">) {
    super();
    this.#real = real;
  }

  readBelow(...[at, into]: Parameters<ReadBelow>): Promise<BelowRead> {
    this.asked.push(`${at.name} ${at.offset}+${into.length}`);
    this.before();
    if (this.answer !== null) return Promise.resolve(this.answer);
    return this.#real.readBelow?.(at, into) ??
      Promise.reject(new Error("the core has no such call"));
  }

  override openFile(
    ...[path, options]: Parameters<CorePort["openFile"]>
  ): ReturnType<CorePort["openFile"]> {
    if (!options.create) this.asked.push(`open ${path}`);
    return super.openFile(path, options);
  }
}

interface Place {
  readonly backend: FolderBackend;
  readonly core: ReadingCore;
  readonly root: string;
}

async function withReads(body: (place: Place) => Promise<void>) {
  using real = loadCore();
  await withScratch(async (scratch) => {
    const root = `${scratch}/place`;
    Deno.mkdirSync(root);
    const core = new ReadingCore(real);
    const url = `file://${root}`;
    const backend = new FolderBackend({ url, root, core, direct: false });
    await body({ backend, core, root });
    assertEquals(core.openFiles, 0, "files left open");
  });
}

function bytesOf(count: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: count }, (_, index) => index * 31 + 5);
}

Deno.test("a small object, a range and memory to fill take one call each", async () => {
  await withReads(async ({ backend, core }) => {
    const bytes = bytesOf(1 << 16);
    await backend.put("a/b", bytes);
    assertEquals(await backend.get("a/b"), bytes);
    assertEquals(
      await backend.getRange("a/b", { start: 9, end: 70 }),
      bytes.slice(9, 70),
    );
    const into = new Uint8Array(100);
    assertEquals(await backend.readInto("a/b", 65_530, into), 6);
    assertEquals(into.slice(0, 6), bytes.slice(65_530));
    assertEquals(core.asked, [
      "a%/b 0+65536",
      "a%/b 9+61",
      "a%/b 65530+100",
    ]);
  });
});

Deno.test("an object that is not small takes two calls, and one that grows meanwhile is read all the same", async () => {
  await withReads(async ({ backend, core, root }) => {
    const bytes = bytesOf(100_000);
    await backend.put("k", bytes);
    assertEquals(await backend.get("k"), bytes);
    assertEquals(core.asked.splice(0), ["k 0+65536", "k 0+100000"]);
    const longer = bytesOf(100_001);
    core.before = () => {
      if (core.asked.length === 2) Deno.writeFileSync(`${root}/k`, longer);
    };
    assertEquals(await backend.get("k"), longer);
    assertEquals(core.asked.at(-1), `open ${root}/k`);
  });
});

Deno.test("objects that are read at the same time do not share their bytes", async () => {
  await withReads(async ({ backend }) => {
    const keys = Array.from({ length: 30 }, (_, index) => `k${index}`);
    const wanted = keys.map((_, index) => bytesOf(1000 + 40 * index));
    for (const [at, key] of keys.entries()) {
      await backend.put(key, wanted[at] ?? new Uint8Array());
    }
    const first = await Promise.all(keys.map((key) => backend.get(key)));
    const again = await Promise.all(keys.map((key) => backend.get(key)));
    assertEquals(first, wanted);
    assertEquals(again, wanted);
    assert(first.every(({ buffer, length }) => buffer.byteLength === length));
  });
});

Deno.test("a range is cut where the object ends, and refused behind it", async () => {
  await withReads(async ({ backend, core }) => {
    const bytes = bytesOf(1000);
    await backend.put("k", bytes);
    const cut = await backend.getRange("k", { start: 990, end: 2000 });
    assertEquals(cut, bytes.slice(990));
    assertEquals(cut.buffer.byteLength, 10);
    const far = await backend.getRange("k", { start: 1, end: 2 ** 50 });
    assertEquals(far, bytes.slice(1));
    for (const [start, end] of [[1000, 1001], [5, 5], [7, 3], [-1, 9]]) {
      await assertKind(
        () => backend.getRange("k", { start: start ?? 0, end: end ?? 0 }),
        "RangeNotSatisfiable",
      );
    }
    await assertKind(
      () => backend.getRange("gone", { start: 0, end: 9 }),
      "NotFound",
    );
    assertEquals(core.asked.includes("k 1+1125899906842623"), false);
  });
});

Deno.test("an empty object is empty, and one that is missing is told", async () => {
  await withReads(async ({ backend, root }) => {
    await backend.put("e", new Uint8Array());
    assertEquals(await backend.get("e"), new Uint8Array());
    assertEquals(await backend.readInto("e", 0, new Uint8Array(9)), 0);
    await assertKind(() => backend.get("gone"), "NotFound");
    await assertKind(
      () => backend.readInto("gone/x", 0, new Uint8Array(9)),
      "NotFound",
    );
    Deno.removeSync(root, { recursive: true });
    const error = await assertKind(() => backend.get("k"), "NotFound");
    assert(error.message.includes("file or folder"), error.message);
  });
});

Deno.test("a link is refused with its own path, whoever saw it", async () => {
  await withReads(async ({ backend, root }) => {
    const outside = `${root}/../outside`;
    Deno.mkdirSync(outside);
    Deno.writeTextFileSync(`${outside}/secret`, "secret");
    Deno.symlinkSync(outside, `${root}/link%`);
    Deno.symlinkSync(`${outside}/secret`, `${root}/file`);
    const plain = new DiskCore();
    const url = `file://${root}`;
    const steps = new FolderBackend({ url, root, core: plain, direct: false });
    for (const [key, path] of [["link/secret", "link%"], ["file", "file"]]) {
      const errors = [];
      for (const one of [backend, steps]) {
        const error = await assertKind(
          () => one.get(key ?? ""),
          "PermissionDenied",
        );
        errors.push(error.message);
        assertEquals(
          error.cause instanceof Error && error.cause.message,
          [
            root,
            path,
          ].join("/"),
        );
      }
      assertEquals(errors[0], errors[1]);
    }
  });
});

Deno.test("a failure of the call is worded as any other", async () => {
  await withReads(async ({ backend, core }) => {
    await backend.put("k", bytesOf(9));
    core.before = () => {
      throw new FakeCoreError(-5, "EIO");
    };
    const error = await assertKind(() => backend.get("k"), "Unexpected");
    assertEquals(
      error.message.startsWith('Cannot get "k" in "file:///'),
      true,
    );
    assert(error.message.includes("I/O error"), error.message);
  });
});

Deno.test("a read that ends before the object does is no object", async () => {
  await withReads(async ({ backend, core }) => {
    await backend.put("k", bytesOf(100));
    core.answer = { count: 7, sizeBytes: 100 };
    const whole = await assertKind(() => backend.get("k"), "Unexpected");
    assert(whole.message.includes("ends at 7, not at 100"), whole.message);
    const range = await assertKind(
      () => backend.getRange("k", { start: 50, end: 90 }),
      "Unexpected",
    );
    assert(range.message.includes("ends at 57, not at 90"), range.message);
  });
});

Deno.test("names that are not the system's are looked up step by step", async () => {
  await withReads(async ({ core, root }) => {
    const url = `file://${root}`;
    const files = { ...SYSTEM_FILES };
    const own = new FolderBackend({ url, root, core, files, direct: false });
    await own.put("k", bytesOf(9));
    assertEquals(await own.get("k"), bytesOf(9));
    assertEquals(core.asked, [`open ${root}/k`]);
  });
});
