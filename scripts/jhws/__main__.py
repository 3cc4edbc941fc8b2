"""Run the command as ``python -m jhws``."""

from jhws.cli import main

main()
