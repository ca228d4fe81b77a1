/** Cases of conditional puts. Races start together; no clock decides them. */
import { StorageError, type StorageErrorKind } from "../errors.ts";
import { type ConformanceCase, promiseCase } from "./case.ts";
import { absent, PromiseBroken, refused, same, sameBytes } from "./promise.ts";

const RACERS = 16;

export const CONDITION_CASES: readonly ConformanceCase[] = [
  promiseCase(
    "object.if-absent.exists",
    ["writeIfAbsent", "write", "read"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      const first = env.bytes(3000, 0);
      await backend.putIfAbsent(key, first);
      await refused(
        "AlreadyExists",
        () => backend.putIfAbsent(key, env.bytes(3000, 1)),
        "Putting a key if absent while it is there",
      );
      sameBytes(await backend.get(key), first, "The object that was there");
    },
  ),
  promiseCase(
    "object.if-absent.race",
    ["writeIfAbsent", "read"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      const winner = await race(
        "AlreadyExists",
        (racer) => backend.putIfAbsent(key, env.bytes(2000, racer)),
      );
      sameBytes(
        await backend.get(key),
        env.bytes(2000, winner),
        "The object after the race, against the winner's bytes",
      );
    },
  ),
  promiseCase(
    "object.if-match.stale",
    ["writeIfMatch", "write", "read"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      const first = await backend.put(key, env.bytes(3000, 0));
      const second = env.bytes(3000, 1);
      await backend.putIfMatch(key, second, first.etag);
      await refused(
        "PreconditionFailed",
        () => backend.putIfMatch(key, env.bytes(3000, 2), first.etag),
        "Putting with the etag of an older version",
      );
      sameBytes(await backend.get(key), second, "The newer version");
    },
  ),
  promiseCase(
    "object.if-match.race",
    ["writeIfMatch", "write", "read"],
    async (backend, env) => {
      const key = `${env.prefix}k`;
      const { etag } = await backend.put(key, env.bytes(2000, 99));
      const winner = await race(
        "PreconditionFailed",
        (racer) => backend.putIfMatch(key, env.bytes(2000, racer), etag),
      );
      sameBytes(
        await backend.get(key),
        env.bytes(2000, winner),
        "The object after the race, against the winner's bytes",
      );
    },
  ),
  promiseCase(
    "object.if-match.missing",
    ["writeIfMatch", "read"],
    async (backend, env) => {
      const key = `${env.prefix}none`;
      const put = () => backend.putIfMatch(key, env.bytes(9, 0), '"x"');
      await refused("NotFound", put, "Putting with an etag where nothing is");
      await absent(backend, key, "Getting what a refused put would have made");
    },
  ),
];

/** Starts all at once; returns the number of the only one that succeeded. */
async function race(
  loserKind: StorageErrorKind,
  start: (racer: number) => Promise<unknown>,
): Promise<number> {
  const ends = await Promise.allSettled(
    Array.from({ length: RACERS }, (_, racer) => start(racer)),
  );
  const winners = ends.flatMap(({ status }, racer) =>
    status === "fulfilled" ? [racer] : []
  );
  for (const end of ends) {
    if (end.status === "fulfilled") continue;
    const error: unknown = end.reason;
    if (!(error instanceof StorageError)) throw error;
    if (error.kind !== loserKind) throw error;
  }
  same(winners.length, 1, `The number of winners among ${RACERS}`);
  const [winner] = winners;
  if (winner === undefined) throw new PromiseBroken("Nobody won the race");
  return winner;
}
