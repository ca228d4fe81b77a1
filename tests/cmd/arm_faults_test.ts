/** The promises of cmd/arm_faults.ts. */
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  armFaults,
  earlierFaults,
  faultLines,
  faultsMet,
} from "../../cmd/arm_faults.ts";
import { UsageError } from "../../cmd/usage_error.ts";
import { loadCore } from "../../ffi/mod.ts";

function args(faults: readonly string[]) {
  return { text: () => undefined, texts: () => faults };
}

Deno.test("armFaults() arms each point and says which", () => {
  using core = loadCore();
  const texts = ["write.lost:after=3:count=1", "read.eio"];
  assertEquals(armFaults(core.faults, args(texts)), texts);
  const armed = core.faults.list().filter((point) => point.armed);
  assertEquals(armed.map(({ name }) => name).sort(), [
    "read.eio",
    "write.lost",
  ]);
  core.faults.clear();
});

Deno.test("armFaults() tells every point that cannot be armed", () => {
  using core = loadCore();
  const texts = ["write.lots", "read.eio:after=soon"];
  const error = assertThrows(
    () => armFaults(core.faults, args(texts)),
    UsageError,
  );
  assertEquals(error.mistakes.length, 2);
  assertStringIncludes(
    error.mistakes[0] ?? "",
    'there is no point "write.lots" (did you mean "write.lost"?), see ' +
      '"stor-verify faults"',
  );
  assertStringIncludes(error.mistakes[1] ?? "", ":after=N");
  core.faults.clear();
});

/** As the core tells it: name, reached, fired, armed. */
function states(...rows: readonly (readonly [string, number, number])[]) {
  return rows.map(([name, hits, fired]) => ({
    ...{ name, hits, fired },
    text: "",
    armed: false,
  }));
}

Deno.test("faultsMet() says what each point did, and which never did anything", () => {
  const known = states(
    ["write.lost", 9, 1],
    ["read.eio", 9, 0],
    ["sync.eio", 3, 3],
    ["read.zeros", 0, 0],
    ["submit.eio", 1, 0],
  );
  const armed = [
    "write.lost:after=5",
    "read.eio",
    "read.zeros",
    "fiu-ctrl in /f",
  ];
  assertEquals(faultsMet(armed, known), {
    faultsArmed: [
      "write.lost:after=5 reached 9 times, fired once",
      "read.eio reached 9 times, never fired",
      "read.zeros never reached",
      "fiu-ctrl in /f",
      // Armed from outside, and perhaps disarmed again.
      "sync.eio reached 3 times, fired 3 times",
    ],
    faultPoints: [
      { point: "write.lost", reached: 9, fired: 1 },
      { point: "read.eio", reached: 9, fired: 0 },
      { point: "sync.eio", reached: 3, fired: 3 },
      { point: "submit.eio", reached: 1, fired: 0 },
    ],
  });
});

Deno.test("faultsMet() has nothing to say of a clean run", () => {
  assertEquals(faultsMet([], states(["write.lost", 0, 0])), {
    faultsArmed: [],
  });
});

Deno.test("earlierFaults() says of each fault that it is an old one, once", () => {
  assertEquals(earlierFaults({}), []);
  const once = earlierFaults({ faultsArmed: ["read.eio"] });
  assertEquals(once, ["read.eio when it was written"]);
  assertEquals(earlierFaults({ faultsArmed: once }), once);
});

Deno.test("faultLines() begin with the mark and tell how to arm more", () => {
  const none = { text: () => undefined };
  assertEquals(faultLines([], none, 7), []);
  const control = {
    text: (name: string) => name === "fault-control" ? "/f" : undefined,
  };
  assertEquals(faultLines(["fiu-ctrl in /f"], control, 7), [
    "FAULTS ARMED: fiu-ctrl in /f",
    'arm with  fiu-ctrl -f /f/fiu-ctrl -c "enable name=POINT" 7',
  ]);
});

Deno.test("faultsMet() says when fiu-ctrl armed nothing, as with a misspelt name", () => {
  const met = (fired: number) =>
    faultsMet(["fiu-ctrl in /c"], states(["read.eio", 9, fired])).faultsArmed;
  assertEquals(met(0), ["fiu-ctrl in /c armed nothing that fired"]);
  assertEquals(met(2), [
    "fiu-ctrl in /c",
    "read.eio reached 9 times, fired 2 times",
  ]);
});
