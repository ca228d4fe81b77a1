import { assertEquals } from "@std/assert";
import {
  type CrashDisk,
  type DiskOmissions,
} from "../../../../backends/crash/crash_disk.ts";
import {
  type CrashSubject,
  enumerateCuts,
} from "../../../../backends/crash/subject.ts";
import { FolderBackend } from "../../../../backends/folder/folder_backend.ts";
import { openTable } from "../../../../engine/workloads/table/table.ts";
import { openLatest } from "../../../../engine/workloads/table/versions.ts";
import { TableError } from "../../../../engine/workloads/table/table_error.ts";
import { sumText } from "../../../../engine/workloads/table/table_ports.ts";
import { TableStore } from "../../../../engine/workloads/table/table_store.ts";
import { appended, crc32c, newTable, tablePorts } from "./table_fixture.ts";

const ROOT = "/data";
const COMMITS = 8;
const STATES_MAX = 1500;

function backendOn(disk: CrashDisk): FolderBackend {
  const { core, files } = disk;
  const url = "file:///data";
  return new FolderBackend({ url, root: ROOT, core, files, direct: false });
}

/** Appends; what it notes as done must survive every cut. */
function tableSubject(omits?: DiskOmissions): CrashSubject {
  return {
    id: "table",
    promise: "A committed version is there with all its files",
    ...(omits === undefined ? {} : { omits }),
    async work(disk) {
      await disk.files.makeFolder(ROOT);
      disk.log.push({ kind: "syncFolder", path: "/" });
      let table = await newTable({ backend: backendOn(disk) });
      for (let version = 1; version <= COMMITS; version++) {
        disk.note(`begin ${version}`);
        table = await appended(table, version, 1);
        disk.note(`done ${version}`);
      }
    },
    async judge(disk, notes) {
      const numbers = (word: string) =>
        notes.filter((note) => note.startsWith(word))
          .map((note) => Number(note.split(" ")[1]));
      const done = Math.max(0, ...numbers("done"));
      const begun = Math.max(0, ...numbers("begin"));
      if (!disk.image().has(ROOT)) {
        return done === 0 ? null : "The folder is gone";
      }
      try {
        return await judgeTable(disk, done, begun);
      } catch (error) {
        if (error instanceof TableError) return error.message;
        throw error;
      }
    },
  };
}

async function judgeTable(
  disk: CrashDisk,
  done: number,
  begun: number,
): Promise<string | null> {
  const ports = tablePorts();
  const store = new TableStore({ backend: backendOn(disk), path: "t", ports });
  const { broken, manifest } = await openLatest(store);
  const { version } = manifest;
  if (broken.length > 0) return broken[0]?.reason ?? "A version is broken";
  if (version < done || version > begun) {
    return `Version ${version} is the newest, and ${done} was committed`;
  }
  if (version === 0) return null;
  const table = await openTable({ backend: store.backend, path: "t", ports });
  for (const { id } of manifest.groups) {
    for (
      const { crc32c: sum, path } of await table.lists.filesOf(manifest, id)
    ) {
      if (await store.sizeOf(path) === null) return `"${path}" is gone`;
      const found = sumText(crc32c(await store.get(path)));
      if (found !== sum) return `"${path}" is not what was written`;
    }
  }
  return null;
}

async function outcomeOf(omits?: DiskOmissions) {
  return await enumerateCuts(tableSubject(omits), {
    seed: 11,
    statesMax: STATES_MAX,
  });
}

Deno.test("No power cut takes a committed version or a file of it", async () => {
  const { shortest, states, violations } = await outcomeOf();
  assertEquals([shortest, violations], [null, 0]);
  assertEquals(states > 100, true, `${states} states`);
});

Deno.test("Every omitted sync below a table is found by some power cut", async () => {
  const lies = [{ sync: true }, { syncFolder: true }, { earlySync: true }];
  for (const omits of lies) {
    const { violations } = await outcomeOf(omits);
    assertEquals(violations > 0, true, JSON.stringify(omits));
  }
});
