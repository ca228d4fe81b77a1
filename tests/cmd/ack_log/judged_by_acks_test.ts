/** The promises of cmd/ack_log/judged_by_acks.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { loadReport } from "../../../engine/mod.ts";
import { withAckLog } from "../../_support/ack_listener.ts";
import { runCli } from "../../_support/cli.ts";
import {
  type RunPlaceForTest,
  withRunPlace,
} from "../../_support/short_profile.ts";

interface Kept {
  readonly place: RunPlaceForTest;
  readonly runId: string;
  /** What the listener kept. */
  readonly acks: string;
  /** The one data file. */
  readonly data: string;
  verify(...more: readonly string[]): ReturnType<typeof runCli>;
}

/** A run that ended, was told of, and kept its file. */
async function withToldRun(
  profile: string,
  body: (kept: Kept) => Promise<void>,
): Promise<void> {
  await withRunPlace(async (place) => {
    await withAckLog({ cwd: place.cwd }, async ({ url }) => {
      const end = await runCli([
        ...["run", "--keep", "--quiet", "--profile", profile],
        ...["--target", `file://${place.cwd}/x`, "--ack-log", url],
      ], place);
      assertEquals(end.exit, 0, end.out + end.err);
    });
    const nameIn = (folder: string, suffix: string) =>
      [...Deno.readDirSync(folder)].map(({ name }) => name)
        .find((name) => name.endsWith(suffix)) ?? "";
    const acks = `${place.cwd}/${nameIn(place.cwd, ".acks")}`;
    const runId = acks.slice(-21, -5);
    const data = `${place.cwd}/x/${nameIn(`${place.cwd}/x`, ".dat")}`;
    await body({
      ...{ place, runId, acks, data },
      verify: (...more) =>
        runCli(["verify", "--quiet", "--ack-log", acks, ...more], place),
    });
  }, { synced: true });
}

async function loseOracle({ place, runId }: Kept): Promise<void> {
  await Deno.remove(`${place.env.STOR_VERIFY_RUNS}/${runId}/0.oracle`);
}

Deno.test("without an oracle, what was durable is judged by the other host's word", async () => {
  await withToldRun("twice.yaml", async (kept) => {
    await loseOracle(kept);
    const end = await kept.verify();
    assertEquals([end.exit, end.err], [0, ""], end.out);
    assertStringIncludes(end.out, "the run ended");
    assertStringIncludes(end.out, "durable  1024 of 1024 units of");
    assertStringIncludes(end.out, "PASS");
    const folder = `${kept.place.env.STOR_VERIFY_RUNS}/${kept.runId}`;
    const left = [...Deno.readDirSync(folder)].map(({ name }) => name);
    assertEquals(left.filter((name) => name.includes("floor")), []);
  });
});

Deno.test("a unit that fell back behind a sync is lost, others are not accused", async () => {
  await withToldRun("twice.yaml", async (kept) => {
    await loseOracle(kept);
    const once = await Deno.makeTempFile({ dir: kept.place.cwd });
    await Deno.copyFile(kept.data, once);
    {
      using file = await Deno.open(kept.data, { write: true });
      await file.seek(5 * 4096, Deno.SeekMode.Start);
      await file.write(new Uint8Array(4096));
    }
    const end = await kept.verify("--json", "-");
    assertEquals(end.exit, 1, end.err);
    const { findings } = loadReport(end.out);
    assertEquals(
      findings.map(({ class: word, expectedHigh, expectedLow, unit }) => [
        ...[word, unit, expectedLow, expectedHigh],
      ]),
      [["zeroed", 5, 2, 2]],
    );
    assertStringIncludes(findings[0]?.again ?? "", `--ack-log ${kept.acks}`);
  });
});

Deno.test("nothing durable is inconclusive, unless it is expected to be", async () => {
  await withToldRun("short.yaml", async (kept) => {
    await loseOracle(kept);
    const end = await kept.verify();
    assertEquals(end.exit, 4, end.out);
    assertStringIncludes(end.out, "nobody was told of a write there");
    const expected = await kept.verify("--expect-durable");
    assertEquals(expected.exit, 0, expected.out);
    assertStringIncludes(
      expected.out.replace(/\s+/g, " "),
      "Each write that returned was expected to be durable",
    );
  });
});

Deno.test("a file that was cut off judges by what is whole of it", async () => {
  await withToldRun("twice.yaml", async (kept) => {
    await loseOracle(kept);
    const { size } = await Deno.stat(kept.acks);
    await Deno.truncate(kept.acks, size - 3);
    const end = await kept.verify();
    assertEquals(end.exit, 0, end.err);
    assertStringIncludes(end.out, "the run was cut off");
    assertStringIncludes(end.out, "bytes at its end are no whole record");
    await Deno.truncate(kept.acks, 9);
    const short = await kept.verify();
    assertEquals(short.exit, 2);
    assertStringIncludes(short.err, "it holds no whole record");
  });
});

Deno.test("a run whose folder is gone is known to the file", async () => {
  await withToldRun("twice.yaml", async (kept) => {
    const { env } = kept.place;
    await Deno.remove(env.STOR_VERIFY_RUNS, { recursive: true });
    const other = await runCli(["verify", "last"], kept.place);
    assertEquals(other.exit, 2, other.err);
    const end = await kept.verify();
    assertEquals(end.exit, 0, end.err);
    assertStringIncludes(end.out, `restored ${env.STOR_VERIFY_RUNS}`);
    assertStringIncludes(end.out, "PASS");
    const again = await kept.verify();
    assertEquals(again.out.includes("restored"), false);
    const clean = await runCli(["clean", kept.runId], kept.place);
    assertEquals(clean.exit, 0, clean.err);
  });
});

Deno.test("a file of another run, of nobody, or that is not there is refused", async () => {
  await withToldRun("twice.yaml", async (kept) => {
    const { place, acks } = kept;
    await runCli(
      ["run", "--keep", "--quiet", "--replace", ...place.flags],
      place,
    );
    // Time stands still in tests: "last" would be either of the two.
    const later = [...Deno.readDirSync(place.env.STOR_VERIFY_RUNS)]
      .find(({ name }) => name !== kept.runId)?.name ?? "";
    const other = await runCli(["verify", later, "--ack-log", acks], place);
    assertEquals(other.exit, 2, other.err);
    assertStringIncludes(other.err, `it is of run ${kept.runId}`);
    const nobody = await runCli(["verify"], place);
    assertEquals(nobody.exit, 2);
    assertStringIncludes(nobody.err, "Missing RUN");
    const absent = await kept.verify("--ack-log", "no.acks");
    assertEquals(absent.exit, 2, absent.err);
    for (
      const [file, reason] of [
        ["no.acks", "there is no such file"],
        ["short.yaml", "it holds no whole record"],
        [".", "is a directory"],
      ] as const // pairs
    ) {
      const end = await runCli(["verify", "last", "--ack-log", file], place);
      assertEquals(end.exit, 2, end.err);
      assertStringIncludes(end.err, `Cannot judge by "${file}": `);
      assertStringIncludes(end.err, reason);
    }
    const alone = await runCli(["verify", "last", "--expect-durable"], place);
    assertEquals(alone.exit, 2);
    assertStringIncludes(alone.err, "Cannot use --expect-durable alone");
  });
});
