/**
 * The compiled `./stor-verify` as a contender for object work: a profile and a
 * targets file of its own, its JSON report read back.
 */
import type { ObjectTool, ObjectWork, StoreUnderTest } from "./object_work.ts";
import { readReport, runProfile } from "./stor_verify.ts";

export interface ObjectToolOptions {
  /** Absolute path of the compiled program. */
  readonly program: string;
  /** `libcurl` when absent. */
  readonly client?: "libcurl" | "sdk";
}

/** Reads are compared byte by byte, writes are stamped. */
export function storVerifyObjects(options: ObjectToolOptions): ObjectTool {
  const client = options.client ?? "libcurl";
  return {
    name: `stor-verify (${client})`,
    async measure(work) {
      const config = `${work.folder}/targets.yaml`;
      await Deno.writeTextFile(
        config,
        targetsOf(work.store, { client, prefix: "versus" }),
      );
      const { report, cpuNs } = await runProfile({
        program: options.program,
        profile: objectProfile(work),
        url: "store",
        scratch: work.folder,
        flags: ["--config", config],
      });
      return readReport(report, { op: work.op, processCpuNs: cpuNs });
    },
  };
}

/** A targets file with the one target `store`. */
export function targetsOf(
  store: StoreUnderTest,
  { client, prefix }: { readonly client: string; readonly prefix: string },
): string {
  return [
    "targets:",
    "  store:",
    `    url: s3://${store.bucket}/${prefix}`,
    `    endpoint: http://${store.host}`,
    "    region: us-east-1",
    "    pathStyle: true",
    `    client: ${client}`,
    ...(store.accessKey === undefined ? ["    anonymous: true"] : [
      `    accessKeyId: ${store.accessKey}`,
      `    secretAccessKey: ${store.secretKey}`,
    ]),
    "",
  ].join("\n");
}

/** Every object is put once before it is read. */
export function objectProfile(work: ObjectWork): string {
  const put = (name: string, ending: string, pattern: string) => [
    `  - name: ${name}`,
    "    load: object",
    "    op: put",
    `    pattern: ${pattern}`,
    ...(ending === "" ? [] : [`    ${ending}`]),
    `    depth: ${work.inFlight}`,
    "    verify: never",
  ];
  const duration = `duration: ${work.durationS}s`;
  const get = [
    "  - name: measured",
    "    load: object",
    "    op: get",
    "    pattern: random",
    `    ${duration}`,
    `    depth: ${work.inFlight}`,
    "    verify: always",
  ];
  return [
    "name: versus",
    "objects:",
    `  keys: ${work.objects}`,
    `  sizes: ${work.sizeBytes}B`,
    "steps:",
    ...(work.op === "get"
      ? [...put("prepare", "", "sequential"), ...get]
      : put("measured", duration, "random")),
    "",
  ].join("\n");
}
