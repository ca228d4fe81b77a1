/**
 * Which servers keep which chunk: rendezvous hashing, so that a server that
 * comes or goes moves only its own share. Goes in: a version and servers; comes
 * out: servers for each chunk, best first.
 */

/** What is needed of a server. */
export interface Placeable {
  readonly name: string;
}

/**
 * Servers for chunk `number`: the first one in the object's own order, moved on
 * by one for each chunk, so that as many chunks as servers use each of them once.
 */
export function placeChunk<Server extends Placeable>(
  servers: readonly Server[],
  { version, number, replicas }: {
    readonly version: string;
    readonly number: number;
    readonly replicas: number;
  },
): Server[] {
  const order = servers
    .map((server) => ({ server, weight: weigh(`${version}/${server.name}`) }))
    .sort((a, b) =>
      b.weight - a.weight || (a.server.name < b.server.name ? -1 : 1)
    )
    .map(({ server }) => server);
  const count = Math.min(replicas, order.length);
  return Array.from({ length: count }, (_, at) => {
    const server = order[(number + at) % order.length];
    if (server === undefined) throw new TypeError("There is no server");
    return server;
  });
}

/** 32 bits that follow from each letter: FNV-1a, and the last mix of Murmur 3. */
export function weigh(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
