/**
 * A program for tests: appends to tables beside another process. For each place
 * of its argument (`RacePlace[]` as JSON) it prints `at` before it takes its
 * first version, waits for a byte on stdin, prints what was acknowledged as
 * version and first row, and `done` at the end.
 */
import { openBackend, parseUrl, type Target } from "../../backends/mod.ts";
import { tablePorts } from "../../cmd/table/table_ports.ts";
import { KnownRows, loadArrow, openTable } from "../../engine/mod.ts";
import {
  type CommitProtocol,
  CREATE_ONLY,
} from "../../engine/workloads/table/commit_protocol.ts";
import { manifestPath } from "../../engine/workloads/table/table_path.ts";
import { loadCore } from "../../ffi/mod.ts";

/** Of each append. */
export const RACE_ROWS = 5;

/** A table that is there, and which rows this process appends to it. */
export interface RacePlace {
  readonly url: string;
  readonly settings: Target["settings"];
  readonly appends: number;
  readonly firstRow: number;
  /** The mutant: looks at the name first, and writes it after. */
  readonly isWeak: boolean;
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** Both processes are between the look and the write, if there is a look. */
function heldOnce(isWeak: boolean): CommitProtocol {
  let isHeld = false;
  const hold = async () => {
    if (isHeld) return;
    isHeld = true;
    say("at");
    await Deno.stdin.read(new Uint8Array(1));
  };
  return {
    name: "held once",
    async publish(store, version, bytes) {
      const path = manifestPath(version);
      if (isWeak && await store.sizeOf(path) !== null) return "taken";
      await hold();
      if (!isWeak) return await CREATE_ONLY.publish(store, version, bytes);
      await store.put(path, bytes);
      return "published";
    },
  };
}

async function race(place: RacePlace): Promise<void> {
  const core = loadCore();
  const url = parseUrl(place.url);
  const target = { name: url.text, url, settings: place.settings };
  const backend = await openBackend(target, { core });
  const rows = new KnownRows({ arrow: await loadArrow(), seed: 3 });
  let table = await openTable({
    backend,
    path: "",
    ports: tablePorts(core, { env: () => undefined }),
  });
  const protocol = heldOnce(place.isWeak);
  for (let count = 0; count < place.appends; count++) {
    const first = place.firstRow + count * RACE_ROWS;
    const writer = await table.writer(rows.schema);
    await writer.write(rows.batch(first, RACE_ROWS));
    const written = await writer.close();
    const { snapshot, version } = await table
      .begin({ protocol, resolver: "merge", retriesMax: 1000 })
      .appendFiles(written).commit();
    say(`${version} ${first}`);
    table = table.at(snapshot);
  }
  await backend.close();
  core.close();
  say("done");
}

if (import.meta.main) {
  const places: readonly RacePlace[] = JSON.parse(Deno.args[0] ?? "[]");
  for (const place of places) await race(place);
}
