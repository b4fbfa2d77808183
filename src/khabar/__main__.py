"""`python -m khabar` is the command `khabar`."""

import sys

from khabar.cli import main

if __name__ == "__main__":
    sys.exit(main())
