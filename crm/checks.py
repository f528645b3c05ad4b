"""`./run test`: every check and every test, in order, with its time. With arguments: pytest alone, with those.

A failing step does not hide the next; the exit code tells of any.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from .embedded.session import ROOT

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk")
MODULE = (sys.executable, "-m")
MANAGE = (sys.executable, "manage.py")
PROGRAMS = Path(sys.executable).parent

STEPS: dict[str, Sequence[str | Path]] = {
    "ruff check": (*MODULE, "ruff", "check", "--quiet"),
    "ruff format": (*MODULE, "ruff", "format", "--check", "--quiet"),
    "mypy": (*MODULE, "mypy", "--no-error-summary"),
    "lint-imports": (PROGRAMS / "lint-imports",),
    "djlint": (*MODULE, "djlint", "templates", "--lint", "--quiet"),
    "makemigrations": (*MANAGE, "makemigrations", "--check", "--dry-run"),
}


def main(arguments: list[str]) -> int:
    """Run the steps; 0 when all went well."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "CRM_VAR": str(ROOT / "var" / "check")}
    failed = [] if arguments else [name for name, command in STEPS.items() if not _passes(name, command, environment)]
    _have_browser()
    if failed:
        print(f"\n没有通过：{'、'.join(failed)}（输出见上）。下面是测试。", flush=True)
    tests = subprocess.call([*MODULE, "pytest", *(arguments or _side_by_side())])
    return tests or int(bool(failed))


def _side_by_side() -> list[str]:
    """pytest's options for all tests: a worker per core, at most four; a file's tests stay together, in their order."""
    return ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile"]


def _passes(name: str, command: Sequence[str | Path], environment: dict[str, str]) -> bool:
    """Run one step; print its output only when it fails."""
    began = time.monotonic()
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    passed = done.returncode == 0
    print(f"{'通过' if passed else '失败'}　{name}　{time.monotonic() - began:.1f} 秒", flush=True)
    if not passed:
        print(done.stdout, flush=True)
    return passed


def _have_browser() -> None:
    """See that the browser tests have a Chromium with Chinese fonts: install them where we may, else say how."""
    missing = [] if _chromium() else [PACKAGES[0]]
    if not _has_chinese_font():
        missing.append(PACKAGES[1])
    if not missing:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"正在安装浏览器测试所需的 {'、'.join(missing)}……", flush=True)
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
        for command in (["apt-get", "update", "-qq"], install):
            subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
    if not _chromium() or not _has_chinese_font():
        print(
            "\n*** 没有可用的 Chromium 或中文字体，浏览器测试将被跳过（设置了 CI 时则算失败）。\n"
            f"*** 请用管理员身份运行：apt-get install {' '.join(PACKAGES)}\n",
            flush=True,
        )


def _chromium() -> str | None:
    """Where a Chromium is: $CHROMIUM, else one on PATH."""
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in CHROMIUM if (found := shutil.which(name))), None)


def _has_chinese_font() -> bool:
    """Whether a Chinese character would be more than an empty box; macOS always has one."""
    if sys.platform == "darwin":
        return True
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False).stdout.strip())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
