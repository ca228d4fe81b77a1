/** `stor-verify prove`: shows that the verification finds what it must. */
import {
  FAULT_CLASSES,
  type Proof,
  PROOF_BACKENDS,
  proofSchema,
  renderProof,
  saveProof,
} from "../engine/mod.ts";
import type { Args, Command } from "./command.ts";
import type { Context } from "./context.ts";
import { pageScript } from "./html_page.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { readProofOptions } from "./prove/proof_options.ts";
import { runProof } from "./prove/run_proof.ts";
import { checkReportPaths } from "./report_files.ts";
import { textOutput } from "./run_report.ts";
import { absolutePath } from "./store/absolute_path.ts";
import { writeFileAtomic } from "./store/atomic_file.ts";

const HELP = `
Puts every fault into every kind of storage, each by itself: in the bytes at
rest, or in flight by fault points and by reference stores that lie. An ordinary
run reads everything, and "verify" once more where the storage outlives the run.
A fault counts as named only if each damaged place is accused, by a right name,
and nothing else is. Then every single bit of a unit is flipped, and clean runs
are judged, in which every finding would be a false alarm.

Needs no network and no storage but a folder. Exits 0 if everything was named
and nothing accused, 1 if not. The seed it prints repeats it.`;

/** The command as the table lists it. */
export const prove: Command = {
  name: "prove",
  summary: "Show on every kind of fault that the verification names it",
  help: HELP,
  examples: [
    "stor-verify prove",
    "stor-verify prove --in /mnt/nvme --json proof.json",
    "stor-verify prove --html proof.html --clean-units 100k",
    "stor-verify prove --only torn-head,torn-tail --backend s3 --seed 1f2e",
    "stor-verify prove --only clean --clean-units 100M",
  ],
  positionals: [],
  flags: [
    {
      name: "only",
      value: "CLASS,..",
      many: true,
      summary: "Put only those faults; also single-bits and clean",
    },
    {
      name: "backend",
      value: "NAME,..",
      many: true,
      summary: "Only on file, direct, mem, s3 or az",
    },
    {
      name: "clean-units",
      value: "N",
      summary: "Compare that many clean units; default: 10M; 0: none",
    },
    {
      name: "in",
      value: "DIR",
      summary: "Make the files there, in a folder that is removed again",
    },
    {
      name: "seed",
      value: "TEXT",
      summary: "Repeat the choices of an earlier proof; default: drawn anew",
    },
    {
      name: "json",
      value: "FILE|-",
      summary: "Write the proof as JSON; - prints it, and text to stderr",
    },
    {
      name: "html",
      value: "FILE",
      summary: "Write the proof as one page that opens anywhere",
    },
    {
      name: "schema",
      summary: "Print the JSON Schema of a proof, try nothing",
    },
    { name: "quiet", summary: "Print only the proof" },
  ],
  async run(context, args) {
    if (args.has("schema")) {
      context.stdout.write(`${JSON.stringify(proofSchema(), null, 2)}\n`);
      return 0;
    }
    checkReportPaths(context, args);
    const options = readProofOptions(context, args);
    const interrupt = listenForInterrupt(context);
    try {
      const proof = await runProof({
        context,
        options,
        interrupt,
        say: (line) => {
          if (!args.has("quiet")) context.stderr.write(`${line}\n`);
        },
      });
      textOutput(context, args).write(renderProof(proof));
      await writeJson(context, args, saveProof(proof));
      await writePage(context, args, proof);
      return proof.verdict.exit;
    } finally {
      interrupt.end();
    }
  },
};

async function writeJson(
  context: Context,
  args: Args,
  text: string,
): Promise<void> {
  const json = args.text("json");
  if (json === "-") context.stdout.write(text);
  else if (json !== undefined) {
    await writeFileAtomic(absolutePath(context.cwd, json), text);
  }
}

async function writePage(
  context: Context,
  args: Args,
  proof: Proof,
): Promise<void> {
  const path = args.text("html");
  if (path === undefined) return;
  const { renderProofPage } = await import("../engine/report/html/mod.ts");
  const html = renderProofPage({
    proof,
    classes: FAULT_CLASSES,
    backends: PROOF_BACKENDS,
    script: await pageScript(),
  });
  await writeFileAtomic(absolutePath(context.cwd, path), html);
}
