"""The embedded PostgreSQL: made once, started, adopted when it already runs, stopped."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import psycopg

from .process import EmbeddedError, command_of, die_with_parent, socket_dir, wait_until, write_private
from .unprivileged import Footing, footing

NAME = "crm"
START_SECONDS = 60
STOP_SECONDS = 60
RETRY_SECONDS = 0.3
# LOCK_FILE_LINE_PM_STATUS, counted from nought.
STATUS_LINE = 7

# lc_ctype=C would leave pg_trgm without a single trigram for Chinese; no wheel has ICU.
INITDB = [
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--lc-ctype=C.UTF-8",
    *(f"--lc-{part}=C" for part in ("collate", "messages", "time", "numeric", "monetary")),
]
OPTIONS = {
    "listen_addresses": "",
    "max_connections": "100",
    # The figures of a whole office are joined in memory.
    "work_mem": "16MB",
    "jit": "off",
    # What a page asks is answered before helpers have begun: with them the figures of 今日 took a third longer.
    "max_parallel_workers_per_gather": "0",
    "random_page_cost": "1.1",
    "password_encryption": "scram-sha-256",
}
# The server's own memory for what the tables hold: of the machine's so great a part, in MB at least and at most. The system
# forgets files that nobody asked for in a while, and then a search waits seconds for the disk.
BUFFERS_SHARE, LEAST_BUFFERS, MOST_BUFFERS = 8, 256, 2048
PREWARM = "pg_prewarm"
MEMORY_LIMIT = Path("/sys/fs/cgroup/memory.max")
# For tests only: a crash may lose everything, and nothing is flushed.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def memory() -> int:
    """What this machine, or the container that we are in, has; bytes."""
    found = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with suppress(OSError, ValueError):
        found = min(found, int(MEMORY_LIMIT.read_text()))
    return found


def buffers(size: int) -> int:
    """The server's part of a memory of that size (bytes), in MB."""
    return max(LEAST_BUFFERS, min(MOST_BUFFERS, size // BUFFERS_SHARE // 2**20))


class Postgres:
    """One server with its data in `home`, reached through a Unix socket and a password only."""

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home = home.resolve()
        self.durable = durable
        self._child: subprocess.Popen[bytes] | None = None
        self._footing: Footing | None = None

    @property
    def url_file(self) -> Path:
        """Where the running server's address (with its password) is left for other processes; mode 600."""
        return self.home / "url"

    @property
    def log(self) -> Path:
        """The server's own log."""
        return self.home / "postgres.log"

    def url(self, database: str = NAME) -> str:
        """The address of a database of this server."""
        password = (self.home / "password").read_text(encoding="utf-8")
        return f"postgresql://{NAME}:{password}@{quote(str(self._socket_dir()), safe='')}/{database}"

    def start(self, *, dies_with_us: bool) -> None:
        """Make the cluster if there is none, start the server if none runs, return when it answers.

        With `dies_with_us` a server that we start is shut down by the kernel should we be killed; without it the
        server outlives us until somebody calls `stop`.
        """
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._footing = footing(self.home)
        if not (self.home / "password").exists():
            write_private(self.home / "password", secrets.token_urlsafe(24))
        if not (self._data / "PG_VERSION").exists():
            self._make_cluster()
        end, next_try = time.monotonic() + START_SECONDS, 0.0
        while not self._answers():
            if time.monotonic() > end:
                raise EmbeddedError(f"数据库启动失败。原因见日志：{self.log}")
            if self.pid() is None and time.monotonic() > next_try:
                self._spawn(dies_with_us)
                # Children of a killed server hold its memory for a moment, and until then a new one gives up.
                next_try = time.monotonic() + RETRY_SECONDS
            time.sleep(0.02)
        self._make_database()
        write_private(self.url_file, self.url())

    def stop(self) -> None:
        """Shut the server down (open transactions are rolled back) and wait; ours or adopted alike."""
        pid = self.pid()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        if not wait_until(lambda: self.pid() is None, STOP_SECONDS):
            os.kill(pid, signal.SIGQUIT)
            wait_until(lambda: self.pid() is None, STOP_SECONDS)
        self.url_file.unlink(missing_ok=True)

    def pid(self) -> int | None:
        """The server's process id while it runs, whoever started it."""
        if self._child is not None:
            if self._child.poll() is None:
                return self._child.pid
            self._child = None
        try:
            pid = int((self._data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None
        # A number in a file may by now be somebody else's process.
        return pid if str(self._data) in command_of(pid) else None

    @property
    def _ground(self) -> Footing:
        if self._footing is None:
            self._footing = footing(self.home)
        return self._footing

    @property
    def _data(self) -> Path:
        return self._ground.base / "data"

    def _socket_dir(self) -> Path:
        return socket_dir(self._ground.base, ".s.PGSQL.5432.lock")

    def _make_cluster(self) -> None:
        """initdb beside the final place, then rename: a killed initdb never leaves a half-made cluster."""
        ground = self._ground
        new = ground.base / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        with tempfile.NamedTemporaryFile("w", dir=ground.base, prefix=".password") as file:
            file.write((self.home / "password").read_text(encoding="utf-8"))
            file.flush()
            if ground.owner:
                os.chown(file.name, *ground.owner)
            command: list[str | Path] = [
                ground.binaries / "initdb",
                "-D",
                new,
                "-U",
                NAME,
                f"--pwfile={file.name}",
                *INITDB,
            ]
            done = subprocess.run(
                command if self.durable else [*command, "--no-sync"],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                check=False,
                cwd=ground.base,
                start_new_session=True,
                preexec_fn=ground.become,
            )
        if done.returncode != 0:
            raise EmbeddedError(f"数据库无法建立（目录 {ground.base}）。initdb 的输出：\n{done.stdout}")
        os.rename(new, self._data)

    def _spawn(self, dies_with_us: bool) -> None:
        ground, sockets = self._ground, self._socket_dir()
        options = OPTIONS | {
            "shared_buffers": f"{buffers(memory())}MB",
            "unix_socket_directories": str(sockets),
            # Where the folder itself is open to others, the password alone guards the socket.
            "unix_socket_permissions": "0777" if ground.owner else "0700",
        }
        if not self.durable:
            options |= CARELESS
        elif any((ground.binaries.parent / "lib").glob(f"{PREWARM}.*")):
            # What was held in memory is there again after a restart, before anybody asks for it.
            options["shared_preload_libraries"] = PREWARM
        command: list[str | Path] = [ground.binaries / "postgres", "-D", self._data]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]

        def prepare() -> None:
            ground.become()
            if dies_with_us:
                die_with_parent(signal.SIGINT)

        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=ground.base,
                start_new_session=True,
                preexec_fn=prepare,
            )

    def _answers(self) -> bool:
        """Whether the server takes connections: it says so itself first, so that its log is not full of refusals."""
        if self.pid() is None:
            return False
        try:
            status = (self._data / "postmaster.pid").read_text().splitlines()[STATUS_LINE].strip()
            if status != "ready":
                return False
            psycopg.connect(self.url("postgres"), connect_timeout=5).close()
        except (OSError, IndexError, psycopg.OperationalError):
            return False
        return True

    def _make_database(self) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                # Another process may be as quick as we are.
                with suppress(psycopg.errors.DuplicateDatabase):
                    connection.execute(f"CREATE DATABASE {NAME}")
