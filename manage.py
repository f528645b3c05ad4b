#!/usr/bin/env python
"""Django's command line. Where no DATABASE_URL is set, the embedded database is up for as long as the command runs."""

import os
import signal
import sys
from types import FrameType


def _leave(number: int, frame: FrameType | None) -> None:
    """End through the finally blocks, so that a database this command started is stopped too."""
    sys.exit(128 + number)


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
    from crm.embedded import EmbeddedError
    from crm.embedded.session import services_for_command

    signal.signal(signal.SIGTERM, _leave)
    try:
        with services_for_command(sys.argv):
            from django.core.management import execute_from_command_line

            execute_from_command_line(sys.argv)
    except EmbeddedError as error:
        sys.exit(f"错误：{error}")


if __name__ == "__main__":
    main()
