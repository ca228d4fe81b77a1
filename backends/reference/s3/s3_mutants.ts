/** All ways in which the S3 endpoint can lie; one row adds one. */
import type { Mutant } from "../mutants.ts";
import { READ_MUTANTS } from "./read_mutants.ts";
import type { S3Decisions } from "./s3_decisions.ts";
import { WIRE_MUTANTS } from "./wire_mutants.ts";
import { WRITE_MUTANTS } from "./write_mutants.ts";

/** By kind: what is kept, what is shown of it, and how it travels. */
export const S3_MUTANTS: readonly Mutant<S3Decisions>[] = [
  ...WRITE_MUTANTS,
  ...READ_MUTANTS,
  ...WIRE_MUTANTS,
];
