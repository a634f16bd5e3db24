"""Installs the packages of a lock file into the environment that runs this, and shows how far it is."""

import re
import subprocess
import sys
import time
from pathlib import Path

PIP = (sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-deps")


def main(lock: str) -> int:
    total = len(re.findall(r"^[\w.-]+==", Path(lock).read_text(), re.MULTILINE))
    print(f"Installing {total} packages from {lock} …", flush=True)
    began_at = time.monotonic()
    pip = subprocess.Popen(
        [*PIP, "--require-hashes", "--requirement", lock],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    said: list[str] = []
    for line in pip.stdout or ():
        said.append(line)
        if sys.stdout.isatty():
            show(said, total)
    if pip.wait():
        print("".join(said[-15:]), f"\nThe packages of {lock} could not be installed; see above.", sep="")
        print("Nothing is lost: put right what it says (often the network) and run the same command again.")
        return 1
    print(f"{total} packages are in place after {time.monotonic() - began_at:.0f} s.")
    return 0


def show(said: list[str], total: int) -> None:
    """One line that is written over: how many packages pip has come to."""
    seen = sum(line.startswith(("Collecting ", "Requirement already satisfied: ")) for line in said)
    doing = "unpacking" if said[-1].startswith("Installing collected packages") else f"{seen} of {total}"
    print(f"\r  {doing:20}", end="\r", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
