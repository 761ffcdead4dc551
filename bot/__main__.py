"""`python -m bot …`: see `bot.commands`."""

import gc
import sys

if __name__ == "__main__":
    # Loading makes a few hundred thousand objects that stay. Looking through them for garbage again and again as they
    # become more is a twentieth of the start; frozen they are not looked through later either.
    gc.disable()
    from bot.commands import main

    gc.freeze()
    gc.enable()
    sys.exit(main())
