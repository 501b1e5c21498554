"""``newscompare serve``: the local web application."""

from __future__ import annotations

import ipaddress
import os
import secrets
import socket
from typing import TYPE_CHECKING, Any

import click

from compare.cli.console import echo
from compare.cli.options import Run, command_options, index_option, jobs_option
from compare.errors import MissingExtraError, NewscompareError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["serve_command"]

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
TOKEN = "NEWSCOMPARE_TOKEN"  # noqa: S105  (the name of a variable)
BACKLOG = 2048
CONNECTIONS = 500
"""So many connections are answered at once; further ones are told to come again."""


@click.command("serve")
@index_option
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS",
              help="Where to listen; anything but this machine asks for a token.")  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), default=8350, show_default=True,
              help="0 takes any that is free.")  # fmt: skip
@jobs_option
@command_options
def serve_command(run: Run, index_file: Path, host: str, port: int, jobs: int) -> None:
    """Serve pages for editors, and a JSON API.

    Paste a text and see what of it is new; browse days and events; correct what is wrong. Open to
    this machine alone. With another --host every visitor needs the token, which is printed, or is
    taken from NEWSCOMPARE_TOKEN.
    """
    try:
        import uvicorn

        from compare.desk.service import Desk
        from compare.desk.web import make_app
    except ImportError as error:
        raise MissingExtraError("serve needs more: pip install newscompare[serve]") from error
    desk = Desk(index_file, run.settings, jobs)
    open_to_all = not _is_loopback(host)
    token = (os.environ.get(TOKEN) or secrets.token_urlsafe(24)) if open_to_all else None
    app = make_app(desk, frozenset() if open_to_all else LOCAL | {host.lower()}, token)
    listener = _listen(host, port)
    address = listener.getsockname()
    name = f"[{address[0]}]" if ":" in address[0] else address[0]
    ticket = f"/?token={token}" if token else "/"
    echo(f"http://{name}:{address[1]}{ticket}")
    run.say("Ctrl-C ends")
    config: Any = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, lifespan="off",
        limit_concurrency=CONNECTIONS, timeout_keep_alive=10, h11_max_incomplete_event_size=65536,
        timeout_graceful_shutdown=5,
    )  # fmt: skip
    try:
        uvicorn.Server(config).run([listener])
    finally:
        desk.close()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens, so that the address is known before it is printed."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        raise NewscompareError(
            f"{host}:{port}: cannot listen there ({error.strerror or error}); choose another --port"
        ) from error
    return listener
