/**
 * Resident memory of the built-in profile `stress-10gb`, as the kernel counted
 * its maximum. Writes 10 GiB and more: runs only when named.
 */
import { boundBar, type Row } from "../row.ts";
import { runProfile } from "../stor_verify.ts";

/** The row of the table of bars. */
export const STRESS_MEMORY: Row = {
  id: "stress-memory",
  title: "Memory of stress-10gb",
  isSlow: true,
  async run({ program, folder, say }) {
    const { report } = await runProfile({
      program,
      profile: "stress-10gb",
      isBuiltin: true,
      url: `direct://${folder}/ours`,
      scratch: folder,
    });
    const { comparedBytes } = report.coverage;
    say(`${report.verdict.sentence}`);
    return [
      boundBar({
        title: "resident, maximum",
        unit: "MB",
        measured: report.client.residentBytesMax / 1e6,
        atMost: 250,
      }),
      boundBar({
        title: "compared in that run",
        unit: "GiB",
        measured: comparedBytes / (1 << 30),
        atLeast: 10,
      }),
    ];
  },
};
