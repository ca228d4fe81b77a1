/** The door of `engine/`. */
export type { Profile } from "./profile/mod.ts";
export type { Plan } from "./plan/mod.ts";
