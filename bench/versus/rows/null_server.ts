/**
 * Objects from a server that does nothing but answer, over loopback: what our
 * client costs by itself. Beside it the SDK as the client, and wrk, which looks
 * at no byte.
 */
import { startNullServer } from "../null_server.ts";
import type { ObjectWork } from "../object_work.ts";
import { alternate, median } from "../pairs.ts";
import { type Bar, boundBar, ratioBar, type Row } from "../row.ts";
import { storVerifyObjects } from "../stor_verify_objects.ts";
import { wrkRate } from "../wrk.ts";

const IN_FLIGHT = 32;
const SMALL_BYTES = 4096;
const LARGE_BYTES = 8 * 1024 ** 2;
const LARGE_OBJECTS = 32;

/** The row of the table of bars. */
export const NULL_SERVER: Row = {
  id: "null-server",
  title: "Objects, null HTTP server on loopback, one lane",
  async run({ program, folder, rounds, durationS, root, say }) {
    await using running = await startNullServer(folder, root);
    const small: ObjectWork = {
      store: { host: running.host, bucket: "null" },
      folder,
      op: "get",
      sizeBytes: SMALL_BYTES,
      objects: 1000,
      inFlight: IN_FLIGHT,
      durationS,
    };
    const large = {
      ...small,
      sizeBytes: LARGE_BYTES,
      objects: LARGE_OBJECTS,
      inFlight: 8,
    };
    const ours = storVerifyObjects({ program });
    const sdk = storVerifyObjects({ program, client: "sdk" });
    const rate = async (tool: typeof ours, work: ObjectWork) => {
      const { opsPerSecond } = await tool.measure(work);
      say(
        `${tool.name}: ${work.op} of ${work.sizeBytes} B: ` +
          `${Math.round(opsPerSecond)}/s`,
      );
      return opsPerSecond;
    };
    const object = `http://${running.host}/null/yardstick`;
    await fetch(object, { method: "PUT", body: new Uint8Array(SMALL_BYTES) })
      .then((answer) => answer.body?.cancel());
    const yardstick = { url: object, inFlight: IN_FLIGHT, durationS };
    const results = await alternate(rounds, [
      () => rate(ours, small),
      () => rate(sdk, small),
      () => wrkRate(yardstick),
      () => rate(ours, large),
      () => rate(ours, { ...large, op: "put" }),
    ]);
    return barsOf(results);
  },
};

/** Each round: ours, SDK, wrk; then GET and PUT of large objects. */
function barsOf(results: readonly (readonly number[])[]): Bar[] {
  const column = (index: number) => results.map((one) => one[index] ?? NaN);
  const pairs = (ours: number, theirs: number) =>
    results.map((one) => ({
      ours: one[ours] ?? NaN,
      theirs: one[theirs] ?? NaN,
    }));
  const speed = (index: number) => median(column(index)) * LARGE_BYTES / 1e9;
  return [
    boundBar({
      title: "GET 4 KiB, 32 in flight, every byte checked",
      unit: "/s",
      measured: median(column(0)),
      atLeast: 30_000,
    }),
    ratioBar({
      title: "GET 4 KiB beside client: sdk",
      unit: "/s",
      rounds: pairs(0, 1),
      atLeast: 12,
    }),
    ratioBar({
      title: "GET 4 KiB beside wrk, which checks nothing",
      unit: "/s",
      rounds: pairs(0, 2),
    }),
    boundBar({
      title: "GET 8 MiB, every byte checked",
      unit: "GB/s",
      measured: speed(3),
      atLeast: 3,
    }),
    boundBar({
      title: "PUT 8 MiB, stamped",
      unit: "GB/s",
      measured: speed(4),
      atLeast: 2,
    }),
  ];
}
