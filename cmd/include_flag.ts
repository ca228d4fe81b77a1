/** The flag that lets cases run which nobody wants by accident. */
import type { Flag } from "./command.ts";

/** Of commands that run cases; its only word is `slow`. */
export const INCLUDE_FLAG: Flag = {
  name: "include",
  value: "slow",
  words: ["slow"],
  many: true,
  summary: "Run slow cases as well: gigabytes up and down, half an hour",
};
