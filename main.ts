/**
 * Where the program begins and ends. Everything else is in the rooms; this
 * file holds the only exit.
 */
import { main, processContext } from "./cmd/mod.ts";

if (import.meta.main) Deno.exit(await main(Deno.args, processContext()));
