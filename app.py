"""The web application: ``python app.py [--host 127.0.0.1] [--port 7860] [--data DIR]``. Wiring only."""

from __future__ import annotations

import argparse
import logging
import socket
import sys

from assistant.errors import SettingsError, UpwardError
from assistant.settings import Settings
from knowledge.memory import few_arenas

BAD_INPUT = 2
HOSTS = ("127.0.0.1", "localhost")


def main(arguments: list[str] | None = None) -> int:
    """Serve the page until Ctrl-C. Returns the exit code: 0 done, 2 bad input."""
    few_arenas()
    given = _parser().parse_args(arguments)
    _log_warnings()
    try:
        settings = Settings.load(host=given.host, port=given.port, data=given.data)
        listener = _listener(settings.host, settings.port)
    except UpwardError as error:
        sys.stderr.write(f"{error}\n")
        return BAD_INPUT
    with listener:
        _serve(settings, listener)
    return 0


def _log_warnings() -> None:
    """Warnings and errors on standard error. The limit stands at the handler, because some libraries lower their own."""
    handler = logging.StreamHandler()
    handler.setLevel(logging.WARNING)
    logging.basicConfig(format="%(levelname)s %(name)s %(message)s", handlers=[handler])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python app.py", description="Upward in the browser. Serves this machine only; nothing leaves it unless a model is configured."
    )
    parser.add_argument("--host", help="address to listen on: 127.0.0.1 (default) or localhost")
    parser.add_argument("--port", type=int, help="port to listen on (default 7860, or PORT in the environment)")
    parser.add_argument("--data", metavar="DIR", help="folder of the index (default: the system's place for application data, or UPWARD_DATA)")
    return parser


def _listener(host: str, port: int) -> socket.socket:
    """The socket, taken before anything slow, so that a port in use is said at once.

    Raises:
        SettingsError: The host is not this machine, or the port is taken.
    """
    if host not in HOSTS:
        raise SettingsError(
            f"The host {host!r} would let other machines in, and there is no sign-in.", hint="Nothing was started. Use --host 127.0.0.1, or leave it out."
        )
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"Port {port} cannot be used: {error.strerror}.", hint="Nothing was started or changed. Try another, for example --port 7861."
        ) from error
    return listener


def _serve(settings: Settings, listener: socket.socket) -> None:
    # Gradio takes seconds to import; --help and a taken port should not wait for it.
    from assistant import Copilot, open_copilot
    from assistant.pages.opening import Opening
    from assistant.pages.site import Server

    def up() -> None:
        sys.stdout.write(f"Upward is at http://{settings.host}:{settings.port}  (Ctrl-C ends it)\n")
        sys.stdout.flush()

    def opened() -> Copilot:
        copilot = open_copilot(settings)
        if copilot.library.state.startswith("not kept"):
            sys.stderr.write(f"The index is {copilot.library.state}. Answers are the same; nothing in that folder is changed.\n")
        return copilot

    opening = Opening(opened)
    try:
        Server(opening, up, log_level="warning").run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        opening.close()


if __name__ == "__main__":
    sys.exit(main())
