"""The keys with which the lab processes know each other: without TLS, whoever reaches a scheduler's or worker's port runs code there.

One certificate serves a whole cluster, as scheduler, worker and client: whoever holds its three files belongs to it.
https://distributed.dask.org/en/stable/tls.html
"""

from __future__ import annotations

import argparse
import ipaddress
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from optimization.errors import BadScheduler

FOLDER = "featherweight-keys-"
NAMES = ("ca.pem", "cert.pem", "key.pem")


@dataclass(frozen=True, kw_only=True)
class LabKeys:
    """Where the three files are: the authority's certificate, one's own, and its private key."""

    ca_file: Path
    cert: Path
    key: Path

    def arguments(self) -> list[str]:
        """As ``scheduler`` and ``worker`` take them, under Dask's own names."""
        return ["--tls-ca-file", str(self.ca_file), "--tls-cert", str(self.cert), "--tls-key", str(self.key)]

    def security(self) -> Any:
        """Dask's object for all three roles; raises BadScheduler where a file cannot be used."""
        from distributed.security import Security

        ca_file, cert, key = (str(file.absolute()) for file in (self.ca_file, self.cert, self.key))
        certs = {f"tls_{role}_cert": cert for role in ("client", "scheduler", "worker")}
        keys = {f"tls_{role}_key": key for role in ("client", "scheduler", "worker")}
        security: Any = Security(require_encryption=True, tls_ca_file=ca_file, **certs, **keys)  # type: ignore[no-untyped-call]
        try:
            security.get_connection_args("client")
        except OSError as error:
            raise BadScheduler(f"The TLS files {ca_file}, {cert} and {key} cannot be used: {error}.") from error
        return security


def keys_in(folder: Path) -> LabKeys:
    """The files of a folder that ``make_keys`` has filled, or will."""
    ca_file, cert, key = (folder / name for name in NAMES)
    return LabKeys(ca_file=ca_file, cert=cert, key=key)


def make_keys(folder: Path) -> LabKeys:
    """Make new keys, good for a year; only the owner can read them. Raises FileExistsError where a file is there already."""
    from distributed.security import Security

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = keys_in(folder)
    security: Any = Security.temporary()  # type: ignore[no-untyped-call]
    texts = (security.tls_ca_file, security.tls_client_cert, security.tls_client_key)
    for file, text in zip((keys.ca_file, keys.cert, keys.key), texts, strict=True):
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as key_file:
            key_file.write(text)
    return keys


def own_folder() -> Path:
    """A new folder for the keys of this process, which only its owner can enter; folders of processes that are gone are removed."""
    remove_left_behind(Path(tempfile.gettempdir()))
    return Path(tempfile.mkdtemp(prefix=f"{FOLDER}{os.getpid()}-"))


def remove_left_behind(folder: Path) -> None:
    """Remove the key folders in it whose process was killed before it could. Those of other users are left: they cannot be removed."""
    try:
        import psutil
    except ImportError:  # it comes with Dask, and without that there never was a key
        return
    for leftover in folder.glob(f"{FOLDER}*-*"):
        pid = leftover.name.removeprefix(FOLDER).partition("-")[0]
        if pid.isascii() and pid.isdigit() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(leftover, ignore_errors=True)


def check_address(address: str, keys: LabKeys | None) -> None:
    """Raises BadScheduler where this address may not be joined, or listened on, with these keys.

    Without TLS only on loopback; ``tls://`` only with keys.
    """
    protocol, _, place = address.rpartition("://")
    if protocol not in ("", "tcp", "tls"):
        raise BadScheduler(f"The scheduler address {address} cannot be used; allowed: tls://HOST:PORT, or tcp://127.0.0.1:PORT.")
    if protocol == "tls" and keys is None:
        raise BadScheduler(f"The scheduler at {address} needs the three TLS files of its cluster: authority, certificate and key.")
    if protocol != "tls" and not _is_loopback(place.rpartition(":")[0] or place):
        raise BadScheduler(
            f"The scheduler address {address} has no TLS: whoever reaches such a port runs code there. "
            "Give tls://HOST:PORT with its three TLS files, or a scheduler on 127.0.0.1."
        )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def add_options(parser: argparse.ArgumentParser) -> None:
    """``--tls-ca-file``, ``--tls-cert`` and ``--tls-key``."""
    parser.add_argument("--tls-ca-file", type=Path, metavar="FILE", help="certificate of the authority, PEM")
    parser.add_argument("--tls-cert", type=Path, metavar="FILE", help="certificate of this process, PEM")
    parser.add_argument("--tls-key", type=Path, metavar="FILE", help="private key of this process, PEM")


def keys_of(options: argparse.Namespace) -> LabKeys | None:
    """What the options name, None where they name nothing; raises BadScheduler where they name some only."""
    return all_or_none(options.tls_ca_file, options.tls_cert, options.tls_key, names=("--tls-ca-file", "--tls-cert", "--tls-key"))


def all_or_none(ca_file: Path | None, cert: Path | None, key: Path | None, *, names: Sequence[str]) -> LabKeys | None:
    """The keys, None without any file; raises BadScheduler with the names that are missing, or the file that is not there."""
    if ca_file is None and cert is None and key is None:
        return None
    if ca_file is None or cert is None or key is None:
        missing_names = " and ".join(name for name, file in zip(names, (ca_file, cert, key), strict=True) if file is None)
        raise BadScheduler(f"TLS needs {', '.join(names)}; not given: {missing_names}.")
    for name, file in zip(names, (ca_file, cert, key), strict=True):
        if not file.is_file():
            raise BadScheduler(f"{name}: there is no file {file}.")
    return LabKeys(ca_file=ca_file, cert=cert, key=key)


def main(argv: Sequence[str]) -> int:
    """``python -m optimization keys FOLDER``: make keys for a cluster of several machines."""
    parser = argparse.ArgumentParser(prog="python -m optimization keys", description="Make TLS keys for lab processes on several machines.")
    parser.add_argument("folder", type=Path, help=f"gets {', '.join(NAMES)}; copy them to every machine of the cluster, and to nobody else")
    folder = parser.parse_args(argv).folder
    try:
        keys = make_keys(folder)
    except FileExistsError as error:
        raise BadScheduler(f"There are keys already: {error.filename}. Give another folder, or delete them first.") from error
    print(" ".join(keys.arguments()))
    return 0
