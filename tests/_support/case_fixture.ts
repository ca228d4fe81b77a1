/** What a case is handed in a test; a test sets what it is about. */
import type { Backend } from "../../backends/mod.ts";
import { MemBackend } from "../../backends/mem.ts";
import type { CaseEnv } from "../../engine/cases/case.ts";
import type {
  CasePorts,
  LoaderCasePorts,
  RunCasesOptions,
} from "../../engine/cases/mod.ts";
import { Catalogue } from "../../engine/cases/mod.ts";
import type { CaseEnded } from "../../engine/mod.ts";
import { createHash } from "node:crypto";
import { memoryCopies } from "./memory_streams.ts";
import { tableCasePorts } from "./table_case_fixture.ts";

/** MD5 in hex, as the command hands it over. */
export function md5(bytes: Uint8Array): string {
  return createHash("md5").update(bytes).digest("hex");
}

/** SHA-256 in hex, as the command hands it over. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** An honest memory, unless another backend is given. */
export function caseEnv(options: Partial<CaseEnv> = {}): CaseEnv {
  return {
    backend: new MemBackend({ url: "mem:" }),
    scheme: "file",
    seed: 7,
    prefix: "p/",
    md5,
    sha256,
    copies: memoryCopies(),
    loader: NO_LOADER,
    table: tableCasePorts(),
    uriReaders: [],
    schemes: ["file", "direct"],
    brokenStore: nowhere,
    missingStore: nowhere,
    ...options,
  };
}

/** For cases that have nothing to do with training data. */
const NO_LOADER: LoaderCasePorts = {
  nowNs: () => 0,
  sleepMs: () => Promise.resolve(),
  codec: {
    name: "none",
    compress: (bytes) => bytes.slice(),
    decompress: (bytes) => bytes.slice(),
  },
  heldBytes: () => Promise.resolve(0),
  python: { read: nowhere },
};

function nowhere(): Promise<never> {
  return Promise.reject(new TypeError("No network was handed over"));
}

/** Ports of a suite in which every case holds, and of a time that stands. */
export function casePorts(options: Partial<CasePorts> = {}): CasePorts {
  return {
    clock: { nowNs: () => 0, sleepMs: untilAborted },
    conform: () => Promise.resolve({ verdict: "held", reason: "It held" }),
    md5,
    sha256,
    copies: memoryCopies(),
    loader: NO_LOADER,
    table: tableCasePorts(),
    uriReaders: [],
    schemes: ["file", "direct"],
    brokenStore: nowhere,
    missingStore: nowhere,
    powerCuts: nowhere,
    again: (id, url) => `try ${id} on ${url}`,
    ...options,
  };
}

/** Two cases of the suite, one with a body, one that is not built. */
export const FEW_CASES = new Catalogue([
  suiteCase("object.a"),
  suiteCase("object.b"),
  {
    id: "object.real_io.direct",
    source: "s",
    meaning: "m",
    way: { kind: "body", schemes: ["direct"] },
  },
  {
    id: "table.x",
    source: "s",
    meaning: "m",
    way: { kind: "absent", reason: "Not built: tables" },
  },
]);

function suiteCase(id: string) {
  const way = { kind: "conformance" } as const;
  return { id, source: "s", meaning: "m", way };
}

/** Options of a run over all of `FEW_CASES`, and what it emits. */
export function caseRun(
  options: Partial<RunCasesOptions> & { readonly backend?: Backend } = {},
): { readonly options: RunCasesOptions; readonly samples: CaseEnded[] } {
  const samples: CaseEnded[] = [];
  const backend = options.backend ?? new MemBackend({ url: "mem:" });
  return {
    samples,
    options: {
      catalogue: FEW_CASES,
      selected: FEW_CASES.ids,
      step: "cases",
      target: { name: "t", url: "file:///x", backend },
      seed: "1",
      ports: casePorts(),
      signal: new AbortController().signal,
      emit: (sample) => samples.push(sample),
      ...options,
    },
  };
}

/** A time in which nothing ever comes too late. */
function untilAborted(_ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
