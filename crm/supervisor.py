"""`./run`: everything the site needs, in the foreground, in order; what dies is started again, Ctrl-C stops it all.

Django is set up only once the embedded services are there, so that the settings find their addresses.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType

from .embedded import EmbeddedError, Lock, Postgres, Valkey
from .embedded.process import die_with_parent, wait_until
from .embedded.session import join, leave, var_folder

POLL_SECONDS = 0.2
STOP_SECONDS = 20
RESTART_FIRST_SECONDS = 0.5
RESTART_MOST_SECONDS = 30
# After this long without a fall the next one counts as the first again.
STEADY_SECONDS = 60
# The web server alone on the cores until it answers brings the first page seconds earlier.
WEB_READY_SECONDS = 60


def say(text: str) -> None:
    """A line for the person at the terminal."""
    print(text, flush=True)


@dataclass
class Backoff:
    """When to try again: at once, then after twice as long each time, up to a limit."""

    falls: int = 0
    since: float = field(default_factory=time.monotonic)

    def after_fall(self) -> float:
        """Count a fall; the seconds to wait before the next start."""
        now = time.monotonic()
        self.falls = 1 if now - self.since > STEADY_SECONDS else self.falls + 1
        self.since = now
        return min(RESTART_MOST_SECONDS, RESTART_FIRST_SECONDS * float(2 ** (self.falls - 1)))


class Part:
    """One child process: started, watched, started again, stopped with all of its own children."""

    def __init__(self, name: str, command: Sequence[str | Path], orphaned: signal.Signals) -> None:
        """`orphaned` is what the kernel sends it should the supervisor be killed."""
        self.name = name
        self._command = command
        self._orphaned = orphaned
        self._process: subprocess.Popen[bytes] | None = None
        self._backoff = Backoff()
        self._due: float | None = None

    def start(self) -> None:
        """Start the process, in a session of its own: Ctrl-C reaches the supervisor alone."""
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(self._orphaned),
        )
        self._due = None

    def watch(self) -> None:
        """Notice a death, and when its pause is over start again."""
        if self._process is None:
            return
        if self._due is None and self._process.poll() is not None:
            # Those it forked would hold the port, or work on beside their successors.
            self._kill_group()
            pause = self._backoff.after_fall()
            self._due = time.monotonic() + pause
            say(f"{self.name}意外退出（代码 {self._process.returncode}），{pause:.1f} 秒后重新启动。")
        if self._due is not None and time.monotonic() >= self._due:
            self.start()

    def ask_to_stop(self) -> None:
        """Tell it to finish."""
        if self._process is not None and self.runs():
            self._process.terminate()

    def runs(self) -> bool:
        """Whether the process is alive."""
        return self._process is not None and self._process.poll() is None

    def end(self) -> None:
        """Kill what is left of it."""
        if self._process is None:
            return
        if self.runs():
            say(f"{self.name}没有按时停下，已强制结束。未完成的工作下次启动后会继续。")
        self._kill_group()
        self._process.wait()

    def _kill_group(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)


@dataclass(frozen=True)
class Service:
    """An embedded server: the name people know it by, and how to ask after it, start and stop it."""

    name: str
    pid: Callable[[], int | None]
    start: Callable[[], None]
    stop: Callable[[], None]


class Supervisor:
    """Starts the parts in order, keeps them up, stops them in the reverse order."""

    def __init__(self, var: Path) -> None:
        self._var = var
        self._host = os.environ.get("CRM_BIND") or "127.0.0.1"
        self._port = int(os.environ.get("CRM_PORT") or 8000)
        self._stopping = False
        self._hurry = False
        self._services: list[Service] = []
        self._services_backoff = Backoff()
        self._services_due = 0.0
        programs = Path(sys.executable).parent
        celery: list[str | Path] = [programs / "celery", "-A", "crm", "-q"]
        processes = os.environ.get("CRM_WORKER_PROCESSES") or "2"
        serve: list[str | Path] = [programs / "gunicorn", "-c", "python:crm.web", "crm.wsgi"]
        self._web = Part("网站进程", serve, signal.SIGTERM)
        # Asked politely, they would wait for a broker that has been orphaned with them; an unfinished task is only
        # acknowledged when done, so nothing is lost.
        work = [*celery, "worker", "-c", processes, "--without-mingle", "--without-gossip"]
        self._worker = Part("后台进程", work, signal.SIGKILL)
        self._beat = Part("定时器", [*celery, "beat", "-s", str(var / "beat"), "--pidfile="], signal.SIGKILL)
        self._parts = (self._beat, self._web, self._worker)

    def run(self) -> None:
        """Run until told to stop. Raises EmbeddedError with advice when something needed cannot be had."""
        lock = self._only_one()
        self._check_port()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)
        say("招商线索正在启动……")
        try:
            self._start_services()
            self._prepare()
            self._web.start()
            self._wait_for_web()
            if not self._stopping:
                self._worker.start()
                self._beat.start()
            while not self._stopping:
                self._watch()
                time.sleep(POLL_SECONDS)
        finally:
            self._stop()
            lock.release()

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        self._hurry = self._stopping
        self._stopping = True

    def _only_one(self) -> Lock:
        lock = Lock(self._var / "up.lock")
        # A command that only looks whether we run holds the lock for an instant.
        if not wait_until(lambda: lock.take(wait=False), 1):
            raise EmbeddedError(
                f"已经在运行：{lock.noted()}。要停止它，在那个窗口按 Ctrl-C；"
                "要再开一套，请用 CRM_VAR 和 CRM_PORT 指定另外的数据目录和端口。"
            )
        lock.note(f"进程 {os.getpid()}，http://{self._host}:{self._port}/")
        return lock

    def _check_port(self) -> None:
        """Find a busy port now, before anything is started."""
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self._host.strip("[]"), self._port))
            except OSError as error:
                raise EmbeddedError(
                    f"端口 {self._port} 不能使用（{error.strerror}），可能已被别的程序占用。"
                    f"请换一个端口：CRM_PORT={self._port + 1} ./run"
                ) from error

    def _start_services(self) -> None:
        """The embedded services, where the environment names no others."""
        if not os.environ.get("DATABASE_URL"):
            postgres = Postgres(self._var / "postgres")
            users = join(postgres, dies_with_us=True)
            start = partial(postgres.start, dies_with_us=True)
            self._services.append(Service("数据库", postgres.pid, start, lambda: leave(postgres, users, stop=True)))
            os.environ["DATABASE_URL"] = postgres.url()
        if not os.environ.get("CELERY_BROKER_URL"):
            valkey = Valkey(self._var / "valkey")
            valkey.start()
            self._services.append(Service("消息队列", valkey.pid, valkey.start, valkey.stop))
            os.environ["CELERY_BROKER_URL"] = valkey.url

    def _prepare(self) -> None:
        """Bring the database up to date; in production also gather the static files."""
        import django
        from django.conf import settings
        from django.core.management import call_command
        from django.db import OperationalError, connections

        django.setup()
        from .models import Heartbeat

        try:
            # The checks would load every page for the second time; `./run test` has done them.
            call_command("migrate", verbosity=0, skip_checks=True)
        except OperationalError as error:
            raise EmbeddedError(f"数据库连接不上，请检查 DATABASE_URL：{error}") from error
        # What was heard before this start says nothing of the processes about to start.
        Heartbeat.objects.all().delete()
        if settings.PRODUCTION:
            call_command("collectstatic", interactive=False, verbosity=0)
        connections.close_all()

    def _wait_for_web(self) -> None:
        """Wait for the first answer, then say where the site is."""
        end = time.monotonic() + WEB_READY_SECONDS
        while not self._stopping and not self._web_answers():
            self._web.watch()
            if time.monotonic() > end:
                say("网站进程还没有应答，请看上面的错误信息。")
                return
            time.sleep(0.05)
        if not self._stopping:
            self._tell_address()

    def _web_answers(self) -> bool:
        host = "127.0.0.1" if self._host == "0.0.0.0" else self._host  # noqa: S104 - compared, not bound
        request = urllib.request.Request(f"http://{host}:{self._port}/healthz", headers={"Host": "127.0.0.1"})
        try:
            with urllib.request.urlopen(request, timeout=5):  # noqa: S310 - our own address
                return True
        except urllib.error.HTTPError:
            # 503: the web server answers, the others are not there yet.
            return True
        except OSError:
            return False

    def _tell_address(self) -> None:
        from django.conf import settings
        from django.contrib.auth import get_user_model
        from django.db import connections

        from . import setup_link

        site = f"https://{settings.HOSTS[0]}/" if settings.PRODUCTION else f"http://{self._host}:{self._port}/"
        say(f"已启动：{site}　（按 Ctrl-C 停止）")
        if not get_user_model()._default_manager.exists():
            say(f"还没有账号。请用浏览器打开这个一次性链接建立第一个账号：\n{site}setup/{setup_link.token()}/")
        connections.close_all()

    def _watch(self) -> None:
        """Start again whatever has died: the services first, for the others need them."""
        dead = [service for service in self._services if service.pid() is None]
        if dead and time.monotonic() >= self._services_due:
            self._services_due = time.monotonic() + self._services_backoff.after_fall()
            for service in dead:
                say(f"{service.name}意外退出，正在重新启动。")
                try:
                    service.start()
                except EmbeddedError as error:
                    say(f"{error}\n稍后再试。")
        for part in self._parts:
            part.watch()

    def _stop(self) -> None:
        """Stop everything; a second Ctrl-C does not wait for tasks to finish."""
        say("正在停止……")
        for part in self._parts:
            part.ask_to_stop()
        wait_until(lambda: self._hurry or not any(part.runs() for part in self._parts), STOP_SECONDS, every=0.05)
        for part in self._parts:
            part.end()
        for service in reversed(self._services):
            service.stop()
        say("已停止。")


def main() -> None:
    """Run the site in the foreground."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
    var = var_folder()
    try:
        var.mkdir(parents=True, exist_ok=True)
        Supervisor(var).run()
    except (EmbeddedError, OSError) as error:
        sys.exit(f"错误：{error}")


if __name__ == "__main__":
    main()
