"""Finds a Chromium that really starts, or installs one, and prints where it is; fails when there is none."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

CACHE = Path(__file__).parent.parent / ".cache" / "browser"
NAMES = (
    "chromium",
    "chromium-headless-shell",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "microsoft-edge-stable",
)
ON_MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ARGUMENTS = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]  # Chromium's sandbox refuses root
SHOWS_A_PAGE = """
import json, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    arguments = json.loads(sys.argv[2])
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=arguments, timeout=30000)
    page = browser.new_page()
    page.set_content("<p>open</p>")
    assert page.inner_text("p") == "open"
    browser.close()
"""
PLAYWRIGHTS_OWN = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
SPARTICUZ = "@sparticuz/chromium@147.0.0"  # an npm package that holds the program itself, for Linux x86_64
UNPACK = """
const [from, to] = process.argv.slice(1), fs = require('fs'), zlib = require('zlib');
for (const name of fs.readdirSync(from).filter(name => name.endsWith('.br'))) {
  const program = zlib.brotliDecompressSync(fs.readFileSync(`${from}/${name}`));
  fs.writeFileSync(`${to}/${name.slice(0, -3)}`, program, {mode: 0o755});
}
"""


def main() -> int:
    for install in (nothing, with_apt, with_npm, with_playwright):
        try:
            install()
        except (OSError, subprocess.SubprocessError) as failed:
            print(
                f"Installing a browser {install.__name__.replace('_', ' ')} failed: {failed}", file=sys.stderr
            )
        for path in places():
            if starts(path):
                print(path)
                return 0
    print(
        "No Chromium starts on this machine, and the tests in a browser are never left out. "
        "Install Chromium or Chrome, or set BROWSER_PATH to one.",
        file=sys.stderr,
    )
    return 1


def places() -> Iterator[str]:
    """Where a Chromium may be; the one that was named first."""
    yield os.environ.get("BROWSER_PATH", "")
    yield from (shutil.which(name) or "" for name in NAMES)
    yield from ON_MACOS
    yield str(CACHE / "start")
    yield subprocess.run(
        [sys.executable, "-c", PLAYWRIGHTS_OWN], capture_output=True, text=True
    ).stdout.strip()


def starts(path: str) -> bool:
    """Whether it is there and shows a page."""
    if not os.access(path, os.X_OK):
        return False
    look = [sys.executable, "-c", SHOWS_A_PAGE, path, json.dumps(ARGUMENTS)]
    try:
        return subprocess.run(look, capture_output=True, timeout=90).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def nothing() -> None:
    """First look at what is there."""


def with_apt() -> None:
    """For root, or where sudo does not ask for a password."""
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not all(shutil.which(each) for each in ("apt-get", *rights[:1])):
        return
    quietly = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    do([*quietly, "update"])
    for package in ("chromium-headless-shell", "chromium", "chromium-browser"):
        if do([*quietly, "install", "-y", "--no-install-recommends", package, "fonts-dejavu-core"]):
            return


def with_npm() -> None:
    """Needs no rights at all."""
    if not shutil.which("npm") or sys.platform != "linux" or os.uname().machine != "x86_64":
        return
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        if not do(
            ["npm", "install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", SPARTICUZ]
        ):
            return
        do(["node", "-e", UNPACK, f"{folder}/node_modules/@sparticuz/chromium/bin", str(CACHE)])
    for archive in CACHE.glob("*.tar"):
        do(["tar", "-xf", str(archive), "-C", str(CACHE)])
        archive.unlink()
    start = CACHE / "start"
    start.write_text(f'#!/bin/sh\nLD_LIBRARY_PATH="{CACHE}/lib" exec "{CACHE}/chromium" "$@"\n')
    start.chmod(0o755)


def with_playwright() -> None:
    do([sys.executable, "-m", "playwright", "install", "chromium"])


def do(command: list[str]) -> bool:
    """What it says goes to the terminal, not into the answer."""
    return subprocess.run(command, stdout=sys.stderr, stdin=subprocess.DEVNULL).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
