/** The key of encrypted files, as it was typed; it is never printed. */
import type { TableView } from "./table_view.ts";

/** For readers; nothing where no key was given. */
export function keyOf(args: TableView["args"]): {
  readonly retrieveKey?: () => Uint8Array;
} {
  const text = args.text("key");
  if (text === undefined) return {};
  return { retrieveKey: () => new TextEncoder().encode(text) };
}
