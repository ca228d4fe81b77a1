/** The promises of cmd/fault_control.ts. */
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { faultControlHint, openFaultControl } from "../../cmd/fault_control.ts";
import { UsageError } from "../../cmd/usage_error.ts";

/** Keeps what it was opened with. */
class Control {
  opened: string[] = [];

  control(basename: string): void {
    this.opened.push(basename);
  }
}

async function withFolder(body: (folder: string) => void): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("openFaultControl() makes a folder for its owner alone", async () => {
  await withFolder((folder) => {
    const faults = new Control();
    openFaultControl(faults, `${folder}/control`);
    assertEquals(faults.opened, [`${folder}/control/fiu-ctrl`]);
    const { mode } = Deno.statSync(`${folder}/control`);
    assertEquals((mode ?? 0) & 0o777, 0o700);
  });
});

Deno.test("openFaultControl() refuses a folder in which others may write", async () => {
  await withFolder((folder) => {
    for (const mode of [0o777, 0o1777, 0o770]) {
      Deno.chmodSync(folder, mode);
      const faults = new Control();
      const error = assertThrows(
        () => openFaultControl(faults, folder),
        UsageError,
      );
      assertStringIncludes(error.message, "others may write there");
      assertEquals(faults.opened, []);
    }
  });
});

Deno.test("openFaultControl() refuses what is no folder, and no place for one", async () => {
  await withFolder((folder) => {
    Deno.writeTextFileSync(`${folder}/file`, "");
    for (const path of [`${folder}/file`, `${folder}/no/such`]) {
      const open = () => openFaultControl(new Control(), path);
      assertStringIncludes(assertThrows(open, UsageError).message, path);
    }
  });
});

Deno.test("openFaultControl() removes what a killed run left, and nothing else", async () => {
  await withFolder((folder) => {
    const dead = 4_194_304; // above the highest number of a process
    const names = [
      `fiu-ctrl-${dead}.in`,
      `fiu-ctrl-${dead}.out`,
      `fiu-ctrl-${Deno.ppid}.in`,
      `fiu-ctrl-${Deno.pid}.in`,
      `fiu-ctrl-${dead}.in.bak`,
    ];
    for (const name of names) Deno.writeTextFileSync(`${folder}/${name}`, "");
    openFaultControl(new Control(), folder);
    const left = [...Deno.readDirSync(folder)].map(({ name }) => name);
    assertEquals(
      left.sort(),
      [
        `fiu-ctrl-${Deno.ppid}.in`,
        `fiu-ctrl-${dead}.in.bak`,
      ].sort(),
    );
  });
});

Deno.test("faultControlHint() can be pasted", () => {
  assertEquals(
    faultControlHint("/f", 7),
    'arm with  fiu-ctrl -f /f/fiu-ctrl -c "enable name=POINT" 7',
  );
});
