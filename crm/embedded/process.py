"""What the embedded servers share: locks, sockets within the length limit, files for our eyes only, life and death."""

import ctypes
import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

# sun_path holds 108 bytes on Linux and 104 on macOS, the closing zero included.
SOCKET_PATH_BYTES = 103
PR_SET_PDEATHSIG = 1


class EmbeddedError(Exception):
    """An embedded service cannot run; the message is in Chinese and says what to do."""


def package_dir(name: str) -> Path:
    """The folder of an installed package, found without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise EmbeddedError(f"缺少依赖 {name}。请运行 ./run，它会按锁定的版本安装依赖。")
    return Path(spec.origin).parent


def socket_dir(home: Path, longest: str) -> Path:
    """The folder for a socket: `home`, unless the path of its file `longest` would be too long for the system."""
    if len(os.fsencode(home / longest)) <= SOCKET_PATH_BYTES:
        return home
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"zhaoshang-{os.getuid()}-{digest}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise EmbeddedError(f"{folder} 属于别的用户。请删除它，或用 CRM_VAR 指定一个较短的数据目录。")
    return folder


def write_private(path: Path, text: str) -> None:
    """Write a whole file that only its owner can read; a reader sees the old text or the new, never half."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(name, path)


def die_with_parent(number: int) -> None:
    """In a child before exec: have the kernel send `number` when the parent dies, even by kill -9 (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


def command_of(pid: int) -> list[str]:
    """The command line of a running process; empty when there is none (a zombie has none either)."""
    if sys.platform == "linux":
        try:
            raw = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return []
        return raw.decode(errors="surrogateescape").split("\0")[:-1]
    done = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return done.stdout.split()


def wait_until(true: Callable[[], bool], seconds: float, every: float = 0.02) -> bool:
    """Whether `true` came to hold within so many seconds."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(every)
    return True


class Lock:
    """A lock file: the kernel frees it when its holder dies, so nothing stale is ever left behind."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        # Not inherited by children: a surviving child must not keep the lock of a dead parent.
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self, *, shared: bool = False, wait: bool = True) -> bool:
        """Take the lock, or turn a held one into the asked kind; False when another has it and we do not wait."""
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(self._fd, kind if wait else kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def note(self, text: str) -> None:
        """Leave a word for those who find the lock taken."""
        os.ftruncate(self._fd, 0)
        os.pwrite(self._fd, text.encode(), 0)

    def noted(self) -> str:
        """What the holder left."""
        return os.pread(self._fd, 1000, 0).decode()

    def release(self) -> None:
        """Give the lock back; the object is of no use afterwards."""
        os.close(self._fd)

    def __enter__(self) -> "Lock":
        self.take()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()
