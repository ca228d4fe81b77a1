/** A client of one key at a backend, and what it noted. */
import type { Backend } from "../../../../backends/mod.ts";
import type { AttemptRecord } from "../../../../engine/workloads/consistency/attempt_record.ts";
import { Client } from "../../../../engine/workloads/consistency/client.ts";
import { HistoryBook } from "../../../../engine/workloads/consistency/history_book.ts";
import {
  type KeyPlace,
  KeySpace,
} from "../../../../engine/workloads/consistency/key_space.ts";
import { SeededChoice } from "../../../../engine/workloads/consistency/seeded_choice.ts";

export interface ClientFixture {
  readonly client: Client;
  readonly book: HistoryBook;
  readonly records: readonly AttemptRecord[];
  readonly place: KeyPlace;
}

/** Times are 1, 2, 3 and so on; races go by the same backend. */
export function clientAt(backend: Backend, seed = 1): ClientFixture {
  const space = new KeySpace({ prefix: "", keys: 1 });
  const choice = new SeededChoice(seed);
  const book = new HistoryBook({
    space,
    endpoints: ["one", "two"],
    hasConditions: true,
  });
  const records: AttemptRecord[] = [];
  let ns = 0;
  const client = new Client({
    client: 0,
    way: { endpoint: 0, backend },
    rival: () => Promise.resolve({ endpoint: 1, backend }),
    choice,
    run: 99,
    valueStamps: { min: 16, max: 47 },
    partStamps: 32,
    nowNs: () => ++ns,
    note: (ended) => {
      const record = { id: records.length + 1, attempt: 1, ...ended };
      records.push(record);
      return book.take(record);
    },
  });
  return { client, book, records, place: space.take("hot", choice) };
}
