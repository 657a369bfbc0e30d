"""Which CPU, system and library versions a measurement was made with."""

from __future__ import annotations

import importlib
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path

from optimization.results.records import Machine

FLAGS_THAT_MATTER = (
    "avx2",
    "fma",
    "f16c",
    "avx512f",
    "avx512_vnni",
    "avx_vnni",
    "amx_int8",
    "avx512_fp16",
    "neon",
    "asimddp",
    "i8mm",
    "sve",
)
"""Instruction sets that decide how fast float and int8 kernels run, under the names that Linux gives them."""

_NUMPY_NAMES = {
    "AVX2": "avx2",
    "FMA3": "fma",
    "F16C": "f16c",
    "AVX512F": "avx512f",
    "AVX512VNNI": "avx512_vnni",
    "NEON": "neon",
    "ASIMDDP": "asimddp",
    "SVE": "sve",
}

_LINUX_ALIASES = {"asimd": "neon"}

_DISTRIBUTIONS: Mapping[str, tuple[str, ...]] = {"tensorflow": ("tensorflow", "tensorflow-cpu")}


def describe_machine(libraries: Sequence[str], *, threads: int) -> Machine:
    """This machine, with the versions of the named distributions that are installed; ``threads`` is what the run used."""
    return Machine(
        cpu=cpu_model(),
        cores=os.cpu_count() or 1,
        threads=threads,
        flags=cpu_flags(),
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        versions=installed_versions(libraries),
    )


def installed_versions(libraries: Sequence[str]) -> dict[str, str]:
    """Distribution name -> version, without importing any of them; those not installed are left out."""
    versions: dict[str, str] = {}
    for library in libraries:
        for distribution in _DISTRIBUTIONS.get(library, (library,)):
            try:
                versions[library] = metadata.version(distribution)
            except metadata.PackageNotFoundError:
                continue
            break
    return versions


@cache
def cpu_model() -> str:
    """The CPU's own name ("AMD EPYC 7763"), or the architecture where the system does not tell."""
    name = ""
    if sys.platform == "win32":
        name = _windows_cpu()
    elif sys.platform == "darwin":
        name = _sysctl("machdep.cpu.brand_string")
    else:
        name = cpuinfo_field(_cpuinfo(), "model name")
    return name or platform.processor() or platform.machine() or "unknown CPU"


@cache
def cpu_flags() -> tuple[str, ...]:
    """Those of FLAGS_THAT_MATTER that this CPU has."""
    text = _cpuinfo()
    flags = set((cpuinfo_field(text, "flags") or cpuinfo_field(text, "Features")).split()) or _numpy_flags()
    flags |= {_LINUX_ALIASES[flag] for flag in flags if flag in _LINUX_ALIASES}
    return tuple(flag for flag in FLAGS_THAT_MATTER if flag in flags)


VNNI = "VNNI: instructions of Intel and AMD CPUs for products of int8 numbers."


def kind_of_cpu(flags: Sequence[str]) -> str:
    """What decides how fast int8 kernels run, in words that stand behind a figure: ``without VNNI``."""
    if "neon" in flags:
        return "on Arm"
    return "with VNNI" if {"avx512_vnni", "avx_vnni"} & set(flags) else "without VNNI"


def cpuinfo_field(text: str, field: str) -> str:
    """The first value of ``field`` in the text of /proc/cpuinfo; empty where there is none."""
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if colon and name.strip() == field:
            return value.strip()
    return ""


def _cpuinfo() -> str:
    try:
        return Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _sysctl(name: str) -> str:
    try:
        return subprocess.run(["sysctl", "-n", name], capture_output=True, text=True, timeout=5, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""


def _windows_cpu() -> str:
    if sys.platform != "win32":
        return ""
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"HARDWARE\DESCRIPTION\System\CentralProcessor\0") as key:
            return str(winreg.QueryValueEx(key, "ProcessorNameString")[0]).strip()
    except OSError:
        return ""


def _numpy_flags() -> set[str]:
    # numpy asks the CPU itself on every system; numpy.show_runtime() reads the same table.
    try:
        features: Mapping[str, bool] = importlib.import_module("numpy._core._multiarray_umath").__cpu_features__
    except (ImportError, AttributeError):
        return set()
    return {_NUMPY_NAMES[name] for name, present in features.items() if present and name in _NUMPY_NAMES}


def has_idle_cores(count: int, *, for_s: float = 0.3) -> bool:
    """Whether so many cores do (nearly) nothing at the moment; False where the system does not tell (it does on Linux)."""
    times_before = _core_times()
    time.sleep(for_s)
    idle = [
        (after_idle - idle) / (after_total - total)
        for (idle, total), (after_idle, after_total) in zip(times_before, _core_times(), strict=False)
        if after_total > total
    ]
    return sum(share > 0.8 for share in idle) >= count


def _core_times() -> list[tuple[int, int]]:
    """Of each core the idle ticks and all of them, since the start. https://man7.org/linux/man-pages/man5/proc_stat.5.html"""
    try:
        lines = Path("/proc/stat").read_text(encoding="ascii").splitlines()
    except OSError:
        return []
    cores = [[int(field) for field in line.split()[1:]] for line in lines if re.match(r"cpu\d", line)]
    return [(ticks[3] + ticks[4], sum(ticks[:8])) for ticks in cores]
