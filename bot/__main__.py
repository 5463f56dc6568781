"""``python -m bot``."""

import sys

if __name__ == "__main__":
    if sys.argv[1:2] == ["summarize"]:
        # It needs no platform and no database, and is not to wait until they are imported.
        from bot.operating.summarize import main
    else:
        from bot.cli import main
    sys.exit(main())
