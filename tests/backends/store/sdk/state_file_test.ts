import { assertEquals } from "@std/assert";
import {
  KEY_STATE_BYTES,
  KeyStates,
} from "../../../../backends/store/sdk/key_states.ts";
import {
  keeperOf,
  openStates,
} from "../../../../backends/store/sdk/state_file.ts";
import { objectSpec } from "../../../ffi/core_fixture.ts";
import { assertKind } from "../../_rejects.ts";
import { withScratch } from "../../_scratch.ts";

const TARGET = "s3://b/p";

Deno.test("openStates() keeps states in memory where no file is named", async () => {
  const states = await openStates(TARGET, objectSpec());
  assertEquals(states.buffer.byteLength, 4 * KEY_STATE_BYTES);
  states.close();
});

Deno.test("openStates() reads back what a killed run had noted", async () => {
  await withScratch(async (folder) => {
    const spec = objectSpec({ oraclePath: `${folder}/oracle` });
    const open = await openStates(TARGET, spec);
    const keeper = keeperOf(`${folder}/oracle`);
    const states = new KeyStates(open.buffer, keeper.keep);
    states.acknowledge(2, states.issue(2, "put"));
    states.issue(3, "delete");
    // As a kill would: nothing more is written.
    keeper.close();
    open.close();
    const again = await openStates(TARGET, { ...spec, mode: "recover" });
    const read = new KeyStates(again.buffer);
    assertEquals([read.acknowledged(2), read.isUnsettled(2)], [1, false]);
    assertEquals([read.issued(3), read.isUnsettled(3)], [1, true]);
    again.close();
  });
});

Deno.test("openStates() makes no second file and reads none that is not there", async () => {
  await withScratch(async (folder) => {
    const spec = objectSpec({ oraclePath: `${folder}/oracle` });
    await assertKind(
      () => openStates(TARGET, { ...spec, mode: "recover" }),
      "NotFound",
    );
    (await openStates(TARGET, spec)).close();
    await assertKind(() => openStates(TARGET, spec), "AlreadyExists");
  });
});

Deno.test("openStates() refuses a file of another run, damaged or cut short", async () => {
  await withScratch(async (folder) => {
    const oraclePath = `${folder}/oracle`;
    const spec = objectSpec({ oraclePath });
    (await openStates(TARGET, spec)).close();
    const recover = { ...spec, mode: "recover" } as const; // as its own type
    for (const other of [{ runId: 1n }, { keyCount: 3 }, { seed: 1n }]) {
      await assertKind(
        () => openStates(TARGET, { ...recover, ...other }),
        "Unexpected",
      );
    }
    const bytes = await Deno.readFile(oraclePath);
    await Deno.writeFile(oraclePath, bytes.subarray(0, bytes.length - 1));
    await assertKind(() => openStates(TARGET, recover), "Unexpected");
  });
});

Deno.test("openStates() refuses more keys than memory is meant for", async () => {
  await assertKind(
    () => openStates(TARGET, objectSpec({ keyCount: 2 ** 30 })),
    "Unsupported",
  );
});

Deno.test("openStates() keeps a second process out", async () => {
  await withScratch(async (folder) => {
    const oraclePath = `${folder}/oracle`;
    const spec = objectSpec({ oraclePath });
    const open = await openStates(TARGET, spec);
    const source = new URL(
      "../../../../backends/store/sdk/state_file.ts",
      import.meta.url,
    );
    const fixture = new URL("../../../ffi/core_fixture.ts", import.meta.url);
    const child = await new Deno.Command(Deno.execPath(), {
      args: [
        "eval",
        `import { openStates } from "${source}";
         import { objectSpec } from "${fixture}";
         const spec = objectSpec({ oraclePath: "${oraclePath}", mode: "recover" });
         await openStates("s3://b/p", spec).catch((e) => console.log(e.kind));
         Deno.exit();`,
      ],
    }).output();
    assertEquals(new TextDecoder().decode(child.stdout).trim(), "Busy");
    open.close();
  });
});
