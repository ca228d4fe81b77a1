/** Resident memory of a mixed object load with many keys and many in flight. */
import { startNullServer } from "../null_server.ts";
import { boundBar, type Row } from "../row.ts";
import { runProfile, stepNamed } from "../stor_verify.ts";

/** The row of the table of bars. */
export const OBJECT_MEMORY: Row = {
  id: "object-memory",
  title: "Memory, 10,000 keys, 256 objects in flight",
  async run({ program, folder, durationS, root, say }) {
    await using running = await startNullServer(folder, root);
    const config = `${folder}/targets.yaml`;
    await Deno.writeTextFile(
      config,
      [
        "targets:",
        "  store:",
        "    url: s3://null/memory",
        `    endpoint: http://${running.host}`,
        "    region: us-east-1",
        "    pathStyle: true",
        "    anonymous: true",
        "",
      ].join("\n"),
    );
    const { report } = await runProfile({
      program,
      profile: profileText(durationS),
      url: "store",
      scratch: folder,
      flags: ["--config", config],
    });
    const resident = Math.max(
      ...report.steps.map(({ client }) => client.residentBytesMax),
    );
    const { ops } = stepNamed(report, "mixed");
    say(`${ops.map(({ op, count }) => `${count} ${op}`).join(", ")}`);
    return [
      boundBar({
        title: "resident, maximum",
        unit: "MB",
        measured: resident / 1e6,
        atMost: 300,
      }),
    ];
  },
};

function profileText(durationS: number): string {
  return [
    "name: versus",
    "objects:",
    "  keys: 10000",
    "  sizes: { 4KiB: 80, 256KiB: 19, 8MiB: 1 }",
    "steps:",
    "  - { name: prepare, load: object, op: put, pattern: sequential," +
    " depth: 256 }",
    "  - name: mixed",
    "    load: object",
    "    op: { get: 60, put: 30, head: 5, delete: 5 }",
    "    pattern: random",
    "    depth: 256",
    `    duration: ${durationS}s`,
    "",
  ].join("\n");
}
