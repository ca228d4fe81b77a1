/** A client of one key at a backend, and what it noted. */
import type { Backend } from "../../../../backends/mod.ts";
import { AttemptTally } from "../../../../engine/workloads/consistency/attempt_tally.ts";
import { Client } from "../../../../engine/workloads/consistency/client.ts";
import {
  type KeyPlace,
  KeySpace,
} from "../../../../engine/workloads/consistency/key_space.ts";
import { SeededChoice } from "../../../../engine/workloads/consistency/seeded_choice.ts";

export interface ClientFixture {
  readonly client: Client;
  readonly tally: AttemptTally;
  readonly place: KeyPlace;
}

/** Times are 1, 2, 3 and so on. */
export function clientAt(endpoint: Backend): ClientFixture {
  const space = new KeySpace({ prefix: "", keys: 1 });
  const tally = new AttemptTally();
  const choice = new SeededChoice(1);
  let ns = 0;
  const client = new Client({
    client: 0,
    endpoint,
    endpointName: "one",
    space,
    tally,
    choice,
    run: 99,
    partStamps: 32,
    nowNs: () => ++ns,
  });
  return { client, tally, place: space.take("hot", choice) };
}
