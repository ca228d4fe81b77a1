/** Promises of `engine/profile/step_fields.ts`, through whole profiles. */
import { refusesKeys } from "./profile_text.ts";

refusesKeys([
  ["name", "a.b", "letters, digits, - and _"],
  ["dept", "4", 'Unknown key "dept" (did you mean "depth"?)'],
]);
