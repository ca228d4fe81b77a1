/** Clients that fight over keys of a cluster, and what they see of lies. */
import { assert, assertEquals } from "@std/assert";
import { openBackend, parseUrl } from "../../../backends/mod.ts";
import {
  type ConsistencyReport,
  runConsistency,
} from "../../../engine/workloads/consistency/mod.ts";
import { loadCore } from "../../../ffi/mod.ts";
import type { Answer } from "../../../backends/reference/http/answer.ts";
import { withCluster } from "../reference/cluster/_cluster.ts";
import { type GatewayLie, withLyingGateway } from "./_lying_gateway.ts";

const HONEST: GatewayLie = (request, ask) => ask(request);

/** 6 clients on 2 keys, through a gateway that tells that lie. */
async function fight(
  lie: GatewayLie,
  operations: number,
): Promise<ConsistencyReport> {
  using core = loadCore();
  const reports: ConsistencyReport[] = [];
  await withCluster(
    {},
    ({ gateway }) =>
      withLyingGateway(gateway.port, lie, async (port) => {
        const url = parseUrl(`gateway://127.0.0.1:${port}/race`);
        const open = () =>
          openBackend({ name: "t", url, settings: {} }, { core });
        const backend = await open();
        try {
          reports.push(
            await runConsistency({
              ...{ prefix: "", seed: 1, clients: 6, keys: 2, operations },
              nowNs: () => performance.now() * 1e6,
              partSizeBytes: 512,
              endpoints: [{ name: url.text, backend, connect: open }],
            }),
          );
        } finally {
          await backend.close();
        }
      }),
  );
  const [report] = reports;
  if (report === undefined) throw new Error("Nobody ran");
  return report;
}

/** Remembers the first bytes of each key, and gives them again. */
function staleReads(): GatewayLie {
  const first = new Map<string, Answer>();
  return async (request, ask) => {
    const { headers, method, target } = request;
    const answer = await ask(request);
    const isWhole = method === "GET" && headers["range"] === undefined &&
      target.startsWith("/objects/") && answer.status === 200;
    if (!isWhole) return answer;
    const held = first.get(target) ?? answer;
    first.set(target, held);
    return held;
  };
}

const withoutConditions: GatewayLie = ({ headers, ...request }, ask) => {
  const { "if-match": _, "if-none-match": __, ...rest } = headers;
  return ask({ ...request, headers: rest });
};

const deletesNothing: GatewayLie = (request, ask) =>
  request.method === "DELETE"
    ? Promise.resolve({ status: 204, headers: [] })
    : ask(request);

const LIES: readonly (readonly [string, GatewayLie, readonly string[]])[] = [
  ["gives old bytes", staleReads(), ["stale read", "lost write"]],
  [
    "passes over conditions",
    withoutConditions,
    ["lost update", "two winners"],
  ],
  [
    "deletes nothing",
    deletesNothing,
    ["resurrected delete", "list shows deleted key"],
  ],
];

Deno.test("runConsistency() accuses no honest cluster", async () => {
  const report = await fight(HONEST, 180);
  assertEquals(report.findings, []);
  assertEquals(report.level, "linearizable");
  assert(report.reads.looks > 30);
});

for (const [what, lie, names] of LIES) {
  Deno.test(`runConsistency() finds a gateway that ${what}`, async () => {
    const { findings } = await fight(lie, 120);
    assert(
      findings.some(({ name }) => names.includes(name)),
      JSON.stringify(findings.map(({ name }) => name)),
    );
  });
}
