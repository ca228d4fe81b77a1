"""Says which packages this Python has, without loading any of them.

In: nothing. Out: one line of JSON: its own version, and of each module that is
here the version of the package it comes with.
"""
import importlib.metadata
import importlib.util
import json
import platform

PACKAGES = {
    "torch": ["torch"],
    "jax": ["jax"],
    "tensorflow": ["tensorflow", "tensorflow-cpu"],
    "numpy": ["numpy"],
    "safetensors": ["safetensors"],
    "webdataset": ["webdataset"],
    "pyarrow": ["pyarrow"],
    "vortex": ["vortex-data"],
    "lance": ["pylance"],
}


def version_of(packages):
    for package in packages:
        try:
            return importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return "of unknown version"


found = {module: version_of(packages)
         for module, packages in PACKAGES.items()
         if importlib.util.find_spec(module) is not None}
print(json.dumps({"python": platform.python_version(), "modules": found}))
