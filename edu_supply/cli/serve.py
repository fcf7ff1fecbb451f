"""The command ``serve``: a page in the browser, for people who do not type commands."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Annotated

import typer

from edu_supply.cli.commands import app
from edu_supply.cli.shared import BAD_INPUT, fail
from edu_supply.cli.talk import talk, why

SHORTEST_TOKEN = 20
"""A token of a file has so many characters or more."""


@app.command("serve")
def serve_command(
    folder: Annotated[
        Path, typer.Argument(help="The folder with datasets, models and runs.", metavar="[FOLDER]")
    ] = Path("."),
    host: Annotated[str, typer.Option(help="The address to listen at; others than this machine's need a token.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port to listen at; 0: any that is free.")] = 8642,
    token_file: Annotated[
        Path | None, typer.Option(help="A file that holds the token; else one is made up where it is needed.")
    ] = None,
    known_as: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Another name of this machine. May be repeated.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="So many jobs run at once.")] = 1,
    most_mb: Annotated[int, typer.Option(min=1, max=1_000, help="Larger uploads are refused.")] = 50,
) -> None:
    """Serve a page in the browser: datasets, what-ifs, solves with live progress, runs, comparisons, reports."""
    try:
        from edu_supply.serving.server import ServedAlreadyError, is_loopback, serve
    except ImportError:
        fail(BAD_INPUT, 'serve needs packages that are not installed: python -m pip install "edu-supply[serve]"')
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        fail(BAD_INPUT, f"{folder.name or 'the folder'}: this is no folder that can be written into")
    key = _token(token_file) if token_file else "" if is_loopback(host) else secrets.token_urlsafe(32)

    def ready(address: str) -> None:
        talk(f"open {address}{f'?token={key}' if key and not token_file else ''} in a browser. Ctrl-C ends it")
        if token_file:
            talk("add ?token= and the token of the file to the address, the first time")

    try:
        serve(folder, host, port, key=key, names=known_as or (), workers=workers, most_bytes=most_mb * 1_000_000,
              ready=ready)  # fmt: skip
    except OSError as error:
        fail(BAD_INPUT, f"cannot listen at {host}, port {port}: {why(error)}. Choose another with --port")
    except ServedAlreadyError:
        fail(BAD_INPUT, f"{folder.name or 'the folder'}: another server works on this folder. End that one first")
    except KeyboardInterrupt:
        talk("ended. What was running can be started again, what waits goes on with the next start")


def _token(file: Path) -> str:
    try:
        token = file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        fail(BAD_INPUT, f"{file.name}: this file cannot be read")
    if len(token) < SHORTEST_TOKEN or not token.isascii() or set(token) & set(' \t\r\n;,"\\&#+%?='):
        fail(BAD_INPUT, f"{file.name}: a token is one line of {SHORTEST_TOKEN} or more letters and digits")
    return token
