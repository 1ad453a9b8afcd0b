"""What every test shares: English messages unless a test says otherwise, and Ctrl-C at work."""

import gc
import os
import signal

os.environ["OKRSHEETS_LANGUAGE"] = "en"

# Started in the background of a shell, this process and the programs that tests start would not
# hear an interrupt; those that are told to end by one would run for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish() -> None:
    """Have the garbage collector pass over what lives as long as the run: modules and tests.

    It would go through all of that, without end, while tests make garbage: a sixth of the time
    of those which set pages.
    """
    gc.collect()
    gc.freeze()
