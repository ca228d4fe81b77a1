/** Libraries of the host's `python3`, and the cases that wait for each. */
import type { PythonPackages } from "../python/python_packages.ts";
import type { Check } from "./check.ts";

/** A module, the package that brings it, and what is skipped without it. */
const MODULES = [
  ["torch", "torch", "loader.framework.pytorch"],
  ["jax", "jax", "loader.framework.jax"],
  ["tensorflow", "tensorflow-cpu", "loader.framework.tensorflow"],
  ["vortex", "vortex-data", "table.vortex_import.*"],
  ["lance", "pylance", "table.lance_import.*"],
] as const;

/** What those read and write with. */
const BESIDE = ["numpy", "pyarrow", "safetensors", "webdataset"];

/** Two lines at most: what is here, and what is skipped for lack of the rest. */
export function checkPython(found: PythonPackages): Check[] {
  const name = "python3";
  const modules = found.state === "found" ? found.modules : new Map();
  const here = [...MODULES.map(([module]) => module), ...BESIDE]
    .filter((module) => modules.has(module))
    .map((module) => `${module} ${modules.get(module)}`);
  const python: Check = found.state === "found"
    ? {
      name,
      state: "works",
      text: here.length === 0
        ? found.version
        : `${found.version}, with ${here.join(", ")}`,
    }
    : {
      name,
      state: "limited",
      text: found.reason,
      remedy: "apt-get install python3-venv, or dnf install python3",
    };
  const absent = MODULES.filter(([module]) => !modules.has(module));
  if (absent.length === 0) return [python];
  const packages = absent.map(([, name]) => name).join(" ");
  const cases = absent.map(([, , id]) => id).join(", ");
  return [python, {
    name: "libraries",
    state: "limited",
    text: `not here: ${absent.map(([module]) => module).join(", ")}; ` +
      `skipped: ${cases}`,
    remedy: "python3 -m venv DIR && DIR/bin/pip install numpy pyarrow " +
      `safetensors webdataset ${packages} && ` +
      "export STOR_VERIFY_PYTHON=DIR/bin/python3",
  }];
}
