#!/usr/bin/env python
import sys
from pathlib import Path


def main() -> None:
    # `site/` has no __init__.py (it would shadow the standard library's module): it goes on the path itself.
    sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))
    from config.environment import choose_settings_module
    from config.private_files import for_this_user_alone

    for_this_user_alone(command=sys.argv[1] if len(sys.argv) > 1 else "")
    choose_settings_module("config.settings.dev")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit("Stopped. The same command can be run again.")


if __name__ == "__main__":
    main()
