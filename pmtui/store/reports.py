"""Where the details of a fault of the program itself are kept."""

from __future__ import annotations

import os


def keep_report(text: str, local: str, now: str) -> str:
    """Keep the text of a report in a file and say which; in a temporary folder where the workspace takes none.

    Args:
        text: The traceback.
        local: The workspace's `.local` folder; empty where it will not last, as in the demo.
        now: The instant, for the file's name.
    """
    from tempfile import gettempdir

    name = f"fault-{now.replace(':', '')}.txt"
    for folder in filter(None, (local and os.path.join(local, "faults"), gettempdir())):
        try:
            os.makedirs(folder, exist_ok=True)
            path = os.path.join(folder, name)
            with open(path, "a", encoding="utf-8") as file:
                file.write(text + "\n")
        except OSError:  # the next folder, and then none: the person still gets the message
            continue
        return path
    return "nowhere: no folder takes a file"
