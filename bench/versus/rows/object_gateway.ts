/**
 * GET and PUT against versitygw on a folder in memory, beside warp with the
 * same concurrency. Ours checks every byte that it gets and stamps what it
 * puts; warp looks at sizes. `S3_SERVER` names the versitygw program.
 */
import { startGateway } from "../gateway.ts";
import type { ObjectWork } from "../object_work.ts";
import { alternate } from "../pairs.ts";
import { type Bar, ratioBar, type Row } from "../row.ts";
import { storVerifyObjects } from "../stor_verify_objects.ts";
import { warpTool } from "../warp.ts";
import type { Measured } from "../work.ts";

const SIZES: readonly (readonly [string, number, number, number])[] = [
  ["4 KiB", 4096, 1000, 32],
  ["8 MiB", 8 * 1024 ** 2, 32, 8],
];

/** The row of the table of bars. */
export const OBJECT_GATEWAY: Row = {
  id: "object-gateway",
  title: "Objects, versitygw over a folder in memory, one lane",
  async run({ program, folder, rounds, durationS, say }) {
    await using gateway = await startGateway();
    const { store } = gateway;
    const bars: Bar[] = [];
    for (const [title, sizeBytes, objects, inFlight] of SIZES) {
      for (const op of ["get", "put"] as const) {
        const work: ObjectWork = {
          store,
          folder,
          op,
          sizeBytes,
          objects,
          inFlight,
          durationS,
        };
        const tools = [storVerifyObjects({ program }), warpTool()];
        const results = await alternate(
          rounds,
          tools.map((tool) => () => tool.measure(work)),
        );
        const name = `${op.toUpperCase()} ${title}`;
        say(`${name}: done`);
        bars.push(...barsOf(name, results));
      }
    }
    return bars;
  },
};

function barsOf(
  name: string,
  results: readonly (readonly Measured[])[],
): Bar[] {
  const rounds = (of: (one: Measured) => number) =>
    results.map(([ours, theirs]) => ({
      ours: ours ? of(ours) : NaN,
      theirs: theirs ? of(theirs) : NaN,
    }));
  return [
    ratioBar({
      title: `${name}, operations per second`,
      unit: "/s",
      rounds: rounds((one) => one.opsPerSecond),
      atLeast: 1,
    }),
    ratioBar({
      title: `${name}, processor time per operation`,
      unit: "ns",
      rounds: rounds((one) => one.cpuNsPerOp),
      atMost: 0.5,
    }),
  ];
}
