import platform
import sys
from importlib import metadata

import pytest

from optimization.results import machine
from optimization.results.machine import cpuinfo_field, describe_machine, installed_versions

INTEL = """\
processor\t: 0
model name\t: Intel(R) Xeon(R) CPU @ 2.00GHz
flags\t\t: fpu avx2 fma avx512f avx512_vnni

processor\t: 1
model name\t: other
"""
ARM = "processor\t: 0\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd asimddp i8mm sve\n"


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    machine.cpu_model.cache_clear()
    machine.cpu_flags.cache_clear()


def test_the_field_of_the_first_processor_is_read() -> None:
    assert cpuinfo_field(INTEL, "model name") == "Intel(R) Xeon(R) CPU @ 2.00GHz"
    assert cpuinfo_field(INTEL, "nonsense") == ""


@pytest.mark.parametrize(
    ("cpuinfo", "flags"), [(INTEL, ("avx2", "fma", "avx512f", "avx512_vnni")), (ARM, ("neon", "asimddp", "i8mm", "sve"))]
)
def test_only_the_flags_that_matter_are_kept(cpuinfo: str, flags: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_cpuinfo", lambda: cpuinfo)
    assert machine.cpu_flags() == flags


def test_where_proc_cpuinfo_is_missing_numpy_tells_the_flags(monkeypatch: pytest.MonkeyPatch) -> None:
    known = machine.cpu_flags()
    machine.cpu_flags.cache_clear()
    monkeypatch.setattr(machine, "_cpuinfo", lambda: "")
    assert set(machine.cpu_flags()) <= set(known)
    assert ("avx2" in machine.cpu_flags()) == ("avx2" in known)


def test_a_cpu_without_a_name_is_called_by_its_architecture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_cpuinfo", lambda: "")
    monkeypatch.setattr(machine, "_sysctl", lambda name: "")
    monkeypatch.setattr(machine, "_windows_cpu", lambda: "")
    assert machine.cpu_model() == (platform.processor() or platform.machine())


def test_versions_are_those_of_the_installed_distributions_and_missing_ones_are_left_out() -> None:
    assert installed_versions(["numpy", "no-such-distribution"]) == {"numpy": metadata.version("numpy")}


def test_tensorflow_is_found_under_the_name_of_its_cpu_build(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        if name == "tensorflow-cpu":
            return "2.21.0"
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", version)
    assert installed_versions(["tensorflow"]) == {"tensorflow": "2.21.0"}


def test_the_description_names_cpu_system_and_python() -> None:
    described = describe_machine(["numpy"], threads=1)
    assert described.cpu
    assert described.cores >= described.threads == 1
    assert described.system.startswith(platform.system())
    assert described.python == ".".join(map(str, sys.version_info[:3]))
