/**
 * Faults armed from outside, in mid run, by the tool that comes with libfiu.
 * Method: a child runs a load that never ends; what it prints tells that the
 * fault began, and its report is read when it was stopped.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { loadReport } from "../../engine/mod.ts";
import { Child } from "../_support/child.ts";
import { runCli } from "../_support/cli.ts";
import {
  type RunPlaceForTest,
  withRunPlace,
} from "../_support/short_profile.ts";

const HAS_FIU_CTRL = await exists("/usr/bin/fiu-ctrl");
const WHY_NOT = " (fiu-ctrl is not installed: apt-get install fiu-utils)";

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

/** A child whose load runs, and which may be armed through `control`. */
async function started(place: RunPlaceForTest): Promise<Child> {
  const child = new Child([
    ...["run", "--profile", "long.yaml"],
    ...["--target", `file://${place.cwd}/x`],
    ...["--fault-control", `${place.cwd}/control`],
  ], place);
  await child.until(" mix ");
  return child;
}

/** As a person types it: with the folder as that of temporary files. */
async function fiuCtrl(
  { cwd }: RunPlaceForTest,
  command: string,
  { processId }: Child,
): Promise<void> {
  const { code, stderr } = await new Deno.Command("fiu-ctrl", {
    args: ["-c", command, `${processId}`],
    env: { TMPDIR: `${cwd}/control` },
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
}

async function reportOf(place: RunPlaceForTest) {
  const { out } = await runCli(["report", "last", "--json"], place);
  return loadReport(out);
}

function test(name: string, body: (place: RunPlaceForTest) => Promise<void>) {
  Deno.test({
    name: HAS_FIU_CTRL ? name : name + WHY_NOT,
    ignore: !HAS_FIU_CTRL,
    fn: () => withRunPlace(body),
  });
}

test("a fault that is armed from outside takes effect in mid run", async (place) => {
  const child = await started(place);
  await fiuCtrl(place, "enable name=read.bitflip,failinfo=9,onetime", child);
  await child.until("FINDING");
  child.kill("SIGINT");
  const end = await child.end();
  assertEquals(end.exit, 1, end.out + end.err);
  const mark = `FAULTS ARMED: fiu-ctrl in ${place.cwd}/control`;
  assertEquals(end.out.split("\n")[0], mark);
  assertStringIncludes(end.out.split("\n")[1] ?? "", "arm with  fiu-ctrl -f ");
  const report = await reportOf(place);
  const [control, bitflip = ""] = report.faultsArmed;
  assertEquals(control, `fiu-ctrl in ${place.cwd}/control`);
  assert(/^read\.bitflip reached .* times, fired once$/.test(bitflip), bitflip);
  assertEquals(report.findings.map((one) => one.class), ["bit rot"]);
  // The FIFOs go with the process.
  assertEquals([...Deno.readDirSync(`${place.cwd}/control`)], []);
});

test("a fault that was armed and disarmed again is in the report", async (place) => {
  const child = await started(place);
  await fiuCtrl(place, "enable name=latency.delay,failinfo=1", child);
  // Not before it fired: the rows that follow were measured under it.
  for (let rows = 0; rows < 2; rows++) await child.untilNext(" mix ");
  await fiuCtrl(place, "disable name=latency.delay", child);
  child.kill("SIGINT");
  const end = await child.end();
  assertEquals(end.exit, 130, end.out + end.err);
  const report = await reportOf(place);
  assertEquals(report.faultsArmed.length, 2);
  assertStringIncludes(report.faultsArmed[1] ?? "", "latency.delay reached ");
  assertStringIncludes(report.verdict.sentence, "With faults armed (fiu-ctrl");
});

test("a run that could be armed and was not is no clean one", async (place) => {
  const end = await new Child([
    ...["run", "--quiet", "--fault-control", `${place.cwd}/quiet`],
    ...place.flags,
  ], place).end();
  assertEquals(end.exit, 0, end.err);
  assertStringIncludes(end.out.split("\n")[0] ?? "", "FAULTS ARMED: fiu-ctrl");
  const report = await reportOf(place);
  assertEquals(report.faultPoints?.every(({ fired }) => fired === 0), true);
});

test("a FIFO that a killed run left is swept by the next", async (place) => {
  const child = await started(place);
  const left = `${place.cwd}/control/fiu-ctrl-${child.processId}.in`;
  assertEquals(await exists(left), true);
  child.kill("SIGKILL");
  await child.end();
  assertEquals(await exists(left), true);
  const next = new Child([
    ...["run", "--quiet", "--replace", ...place.flags],
    ...["--fault-control", `${place.cwd}/control`],
  ], place);
  assertEquals((await next.end()).exit, 0);
  assertEquals(await exists(left), false);
});

Deno.test("--fault-control refuses a folder that others may write to", async () => {
  await withRunPlace(async (place) => {
    await Deno.mkdir(`${place.cwd}/open`);
    await Deno.chmod(`${place.cwd}/open`, 0o777);
    const end = await runCli([
      ...["run", "--fault-control", `${place.cwd}/open`, ...place.flags],
    ], place);
    assertEquals([end.exit, end.out], [2, ""]);
    assertStringIncludes(end.err, "others may write there");
  });
});
