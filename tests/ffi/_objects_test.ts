import { assertEquals } from "@std/assert";
import { isStale } from "../../ffi/_objects.ts";

const OLD = new Date("2026-01-01T00:00:00Z");
const NEW = new Date("2026-01-02T00:00:00Z");

interface Planted {
  readonly objectAt?: Date;
  readonly headerAt: Date;
  readonly depfile?: string;
}

/** Says whether `a.o`, made from `a.c` and `a.h`, has to be made again. */
async function staleness(planted: Planted): Promise<boolean> {
  const root = await Deno.makeTempDir();
  try {
    const put = async (name: string, at: Date, text = "") => {
      await Deno.writeTextFile(`${root}/${name}`, text);
      await Deno.utime(`${root}/${name}`, at, at);
    };
    await put("a.c", OLD);
    await put("a.h", planted.headerAt);
    if (planted.objectAt) await put("a.o", planted.objectAt);
    const { depfile = "a.o: a.c \\\n a.h\n" } = planted;
    if (depfile !== "") await put("a.d", OLD, depfile);
    return await isStale(root, "a.o");
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("isStale() leaves an object that is newer than all it is made from", async () => {
  assertEquals(await staleness({ objectAt: NEW, headerAt: OLD }), false);
});

Deno.test("isStale() sees that only a header changed", async () => {
  assertEquals(await staleness({ objectAt: OLD, headerAt: NEW }), true);
});

Deno.test("isStale() does not trust an object of the same moment", async () => {
  assertEquals(await staleness({ objectAt: OLD, headerAt: OLD }), true);
});

Deno.test("isStale() sees a missing object, depfile or header", async () => {
  assertEquals(await staleness({ headerAt: OLD }), true);
  const made = { objectAt: NEW, headerAt: OLD };
  assertEquals(await staleness({ ...made, depfile: "" }), true);
  assertEquals(await staleness({ ...made, depfile: "a.o: gone.h\n" }), true);
});
