import { assertEquals } from "@std/assert";
import {
  admitClaim,
  type Claim,
  claimFolder,
  resumeClaim,
} from "../../../backends/mod.ts";
import { MARKER_NAME, readMarker } from "../../../backends/wrap/marker.ts";
import { assertKind } from "../_rejects.ts";
import { withZombie } from "../../_support/zombie.ts";
import { withScratch } from "../_scratch.ts";

interface Asked {
  readonly runId?: string;
  readonly files?: readonly string[];
  readonly replace?: boolean;
  readonly isAlive?: boolean;
  readonly host?: string;
}

function claim(folder: string, asked: Asked = {}): Promise<Claim> {
  return claimFolder(folder, {
    runId: asked.runId ?? "aa11",
    files: asked.files ?? ["sv-0.dat", "sv-1.dat"],
    replace: asked.replace ?? false,
    ports: {
      pid: 42,
      host: asked.host ?? "here",
      now: () => new Date(0),
      isAlive: () => asked.isAlive ?? false,
    },
  });
}

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

Deno.test("claimFolder() lays its marker before any file can be made", async () => {
  await withScratch(async (folder) => {
    const claimed = await claim(folder);
    assertEquals(claimed.madeFolder, false);
    assertEquals(namesIn(folder), [MARKER_NAME]);
    assertEquals(await readMarker(folder), {
      version: 1,
      runId: "aa11",
      createdAt: "1970-01-01T00:00:00.000Z",
      files: ["sv-0.dat", "sv-1.dat"],
      pid: 42,
      host: "here",
      state: "running",
      madeFolder: false,
    });
  });
});

Deno.test("claimFolder() says when two targets of one run share a folder", async () => {
  await withScratch(async (folder) => {
    await claim(folder);
    const again = () => claim(folder, { isAlive: true, replace: true });
    const error = await assertKind(again, "Busy");
    const said = "another target of this run is in it";
    assertEquals(error.message.includes(said), true, error.message);
    assertEquals(namesIn(folder), [MARKER_NAME]);
  });
});

Deno.test("claimFolder() refuses a folder that is not empty and not ours", async () => {
  await withScratch(async (folder) => {
    for (const name of ["d", "b", "a", "c"]) {
      Deno.writeTextFileSync(`${folder}/${name}`, "mine");
    }
    const error = await assertKind(() => claim(folder), "AlreadyExists");
    const said = 'it holds "a", "b", "c" and 1 more';
    assertEquals(error.message.includes(said), true, error.message);
    await assertKind(() => claim(folder, { replace: true }), "AlreadyExists");
    assertEquals(namesIn(folder), ["a", "b", "c", "d"]);
  });
});

Deno.test("claimFolder() takes a new file system with its lost+found", async () => {
  await withScratch(async (folder) => {
    Deno.mkdirSync(`${folder}/lost+found`);
    await (await claim(folder)).release({ delete: true });
    assertEquals(namesIn(folder), ["lost+found"]);
  });
});

Deno.test("claimFolder() makes the folder, and release takes it away", async () => {
  await withScratch(async (scratch) => {
    const folder = `${scratch}/new`;
    const claimed = await claim(folder);
    assertEquals(claimed.madeFolder, true);
    Deno.writeTextFileSync(`${folder}/sv-0.dat`, "x");
    const released = await claimed.release({ delete: true });
    assertEquals(released, {
      deleted: ["sv-0.dat"],
      left: [],
      removedFolder: true,
    });
    assertEquals(namesIn(scratch), []);
  });
});

Deno.test("claimFolder() makes no more than one folder", async () => {
  await withScratch(async (scratch) => {
    await assertKind(() => claim(`${scratch}/a/b`), "NotFound");
    assertEquals(namesIn(scratch), []);
  });
});

Deno.test("claimFolder() refuses the files of another run, and tells two ways out", async () => {
  await withScratch(async (folder) => {
    await (await claim(folder)).release({ delete: false });
    const error = await assertKind(
      () => claim(folder, { runId: "bb22" }),
      "AlreadyExists",
    );
    assertEquals(
      error.message,
      `Cannot use "${folder}": it holds the files of run aa11 (complete); ` +
        'judge them with "stor-verify verify aa11", or give --replace to ' +
        "delete them",
    );
    await assertKind(() => claim(folder), "AlreadyExists");
  });
});

Deno.test("claimFolder() reads a run that was killed as interrupted", async () => {
  await withScratch(async (folder) => {
    await claim(folder);
    const error = await assertKind(() => claim(folder), "AlreadyExists");
    assertEquals(error.message.includes("(interrupted)"), true);
  });
});

Deno.test("claimFolder() with replace deletes only what the old marker lists", async () => {
  await withScratch(async (folder) => {
    await claim(folder);
    Deno.writeTextFileSync(`${folder}/sv-0.dat`, "x");
    Deno.writeTextFileSync(`${folder}/diary`, "mine");
    await claim(folder, { runId: "bb22", replace: true });
    assertEquals(namesIn(folder), [MARKER_NAME, "diary"]);
    assertEquals((await readMarker(folder))?.runId, "bb22");
  });
});

Deno.test("claimFolder() never replaces a run that still lives", async () => {
  await withScratch(async (folder) => {
    await claim(folder);
    const again = { runId: "bb22", replace: true, isAlive: true };
    await assertKind(() => claim(folder, again), "Busy");
    await claim(folder, { ...again, host: "there" });
  });
});

Deno.test("claimFolder() gives a folder to exactly one of many", async () => {
  await withScratch(async (folder) => {
    const claims = await Promise.allSettled(
      Array.from({ length: 16 }, (_, i) => claim(folder, { runId: `r${i}` })),
    );
    const won = claims.filter(({ status }) => status === "fulfilled");
    assertEquals(won.length, 1);
    assertEquals(namesIn(folder), [MARKER_NAME]);
  });
});

Deno.test("claimFolder() refuses names that leave the folder", async () => {
  await withScratch(async (folder) => {
    for (const name of ["../x", "a/b", "/etc/x", ".x", ""]) {
      await assertKind(() => claim(folder, { files: [name] }), "InvalidKey");
    }
    const claimed = await claim(folder);
    await assertKind(() => claimed.add(["../x"]), "InvalidKey");
  });
});

Deno.test("claimFolder() stops at a marker that somebody damaged or forged", async () => {
  await withScratch(async (folder) => {
    await claim(folder);
    const path = `${folder}/${MARKER_NAME}`;
    const text = Deno.readTextFileSync(path);
    for (
      const forged of [
        "",
        "{}",
        text.replace("sv-0.dat", "../../etc/passwd"),
        text.replace('"version": 1', '"version": 2'),
      ]
    ) {
      Deno.writeTextFileSync(path, forged);
      await assertKind(() => claim(folder, { replace: true }), "Unexpected");
      assertEquals(Deno.readTextFileSync(path), forged);
    }
  });
});

Deno.test("claimFolder() is not stopped by the temporary file of a dead run", async () => {
  await withScratch(async (folder) => {
    Deno.writeTextFileSync(`${folder}/${MARKER_NAME}.cc33.7.tmp`, "{");
    await claim(folder);
  });
});

Deno.test("resumeClaim() lets a second process clean up that run only", async () => {
  await withScratch(async (folder) => {
    await (await claim(folder)).release({ delete: false });
    await assertKind(() => resumeClaim(folder, "bb22"), "NotFound");
    const resumed = await resumeClaim(folder, "aa11");
    await resumed.release({ delete: true });
    assertEquals(namesIn(folder), []);
    await assertKind(() => resumeClaim(folder, "aa11"), "NotFound");
  });
});

Deno.test("claimFolder() asks the system whether a run still lives", async () => {
  await withScratch(async (folder) => {
    const child = new Deno.Command("true").spawn();
    await child.status;
    const files = ["sv-0.dat"];
    const by = (runId: string, pid: number) =>
      claimFolder(folder, { runId, files, replace: true, ports: { pid } });
    await by("dead", child.pid);
    await by("alive", Deno.pid);
    await assertKind(() => by("third", Deno.pid), "Busy");
  });
});

Deno.test("admitClaim() refuses what claimFolder() would, and changes nothing", async () => {
  await withScratch(async (scratch) => {
    const options = { runId: "bb22", files: ["sv-0.dat"], replace: false };
    await admitClaim(`${scratch}/new`, options);
    assertEquals(namesIn(scratch), []);
    Deno.writeTextFileSync(`${scratch}/file`, "x");
    const onFile = () => admitClaim(`${scratch}/file`, options);
    await assertKind(onFile, "AlreadyExists");
    await assertKind(() => admitClaim(scratch, options), "AlreadyExists");
    const folder = `${scratch}/of-a-run`;
    await (await claim(folder)).release({ delete: false });
    Deno.writeTextFileSync(`${folder}/sv-0.dat`, "x");
    await assertKind(() => admitClaim(folder, options), "AlreadyExists");
    await admitClaim(folder, { ...options, replace: true });
    assertEquals(namesIn(folder), [MARKER_NAME, "sv-0.dat"]);
  });
});

Deno.test("claimFolder() says what it is when the name is a dead link", async () => {
  await withScratch(async (scratch) => {
    Deno.symlinkSync(`${scratch}/gone`, `${scratch}/link`);
    await assertKind(() => claim(`${scratch}/link`), "AlreadyExists");
  });
});

Deno.test("claimFolder() takes a zombie for a run that is over", async () => {
  await withScratch(async (folder) => {
    await withZombie(async (pid) => {
      const options = { files: ["sv-0.dat"], replace: true };
      const ports = { pid };
      await claimFolder(folder, { ...options, runId: "dead", ports });
      await claimFolder(folder, { ...options, runId: "next" });
      assertEquals((await readMarker(folder))?.runId, "next");
    });
  });
});
