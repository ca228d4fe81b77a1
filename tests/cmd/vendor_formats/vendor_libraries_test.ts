/**
 * Cases of Vortex and Lance with the vendors' own libraries, on a memory: they
 * hold, and find a value that another program wrote wrongly. Each is skipped,
 * with that reason in its name, where the host's Python has no such library.
 */
import { assertEquals, assertRejects } from "@std/assert";
import { pythonVendors } from "../../../cmd/vendor_formats/python_vendors.ts";
import { CaseBroken } from "../../../engine/cases/case_broken.ts";
import { TABLE_CASES } from "../../../engine/cases/table/table_cases.ts";
import type { VendorFile, VendorHost } from "../../../engine/mod.ts";
import { loadArrow } from "../../../engine/workloads/table/mod.ts";
import { caseEnv } from "../../_support/case_fixture.ts";
import { tableCasePorts } from "../../_support/table_case_fixture.ts";

const HOST = pythonVendors({ env: (name) => Deno.env.get(name) });

/** What `find` says against it; `null`: it is here. */
async function lackOf(library: "vortex" | "lance"): Promise<string | null> {
  const answer = await HOST.run({ library, action: "find" });
  if (answer.state !== "done") return answer.reason;
  await answer.close();
  return null;
}

/** One bit of the last value of each file is another one when it is written. */
const FLIPPING: VendorHost = {
  run: (request) => {
    const { files } = request;
    const isWrite = ["write", "make"].includes(request.action);
    if (!isWrite || files === undefined) return HOST.run(request);
    return HOST.run({ ...request, files: flipped(files) });
  },
};

async function* flipped(
  files: AsyncIterable<VendorFile>,
): AsyncGenerator<VendorFile> {
  const arrow = await loadArrow();
  for await (const { name, pieces } of files) {
    const parts = await Array.fromAsync(pieces, (piece) => piece.slice());
    const whole = new Uint8Array(await new Blob(parts).arrayBuffer());
    const table = arrow.tableFromIPC(whole);
    const values = table.getChild("value")?.data.at(-1)?.values;
    if (!(values instanceof Float64Array)) throw new TypeError("No values");
    values[values.length - 1] = (values.at(-1) ?? 0) + 1;
    const bytes = arrow.tableToIPC(table, "stream");
    yield { name, pieces: ReadableStream.from([bytes]) };
  }
}

function bodyOf(id: string) {
  const found = TABLE_CASES.find((one) => one.id === `table.${id}`);
  if (found === undefined) throw new TypeError(`There is no case ${id}`);
  return found.body;
}

for (
  const [library, single] of [
    ["vortex", "vortex_import.import_single_vortex_file"],
    ["lance", "lance_import.import_lance_single_fragment"],
  ] as const
) {
  Deno.test(`table.${single} by the library of ${library} itself`, async (t) => {
    const lack = await lackOf(library);
    const reason = lack === null ? "" : ` (skipped: ${lack})`;
    await t.step({
      name: `${single} holds, and leaves nothing${reason}`,
      ignore: lack !== null,
      async fn() {
        const env = caseEnv({ table: tableCasePorts({ vendors: HOST }) });
        await bodyOf(single)(env);
        assertEquals((await env.backend.list()).objects, []);
      },
    });
    await t.step({
      name: `${single} finds a value that was written wrongly${reason}`,
      ignore: lack !== null,
      async fn() {
        const table = tableCasePorts({ vendors: FLIPPING });
        await assertRejects(
          () => bodyOf(single)(caseEnv({ table })),
          CaseBroken,
          'in column "value"',
        );
      },
    });
  });
}
