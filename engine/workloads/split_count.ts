/** Divides a count among lanes, so that nothing is lost and nobody waits. */

/** A count for each lane; the first lanes take what does not divide. */
export function splitCount(total: number, lanes: number): number[] {
  const share = Math.floor(total / lanes);
  const rest = total % lanes;
  return Array.from(
    { length: lanes },
    (_, lane) => lane < rest ? share + 1 : share,
  );
}
