/** How the body of a case says that it cannot be tried here. */

/** It was not tried; the message is the reason. Never a pass. */
export class CaseSkipped extends Error {
  override readonly name = "CaseSkipped";
}
