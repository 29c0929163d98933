"""A real mail server, as small as one can be: a process of its own that keeps each letter it has taken.

Run as `python -m tests.jobs.receiver FOLDER [REFUSED]`; it prints its port. Each letter is a file in FOLDER. The first
REFUSED letters are refused with code 451, as by a server that is busy.
"""

import socketserver
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from threading import Lock
from typing import cast

ROOT = Path(__file__).parents[2]


class Post(socketserver.ThreadingTCPServer):
    """The server, its folder, and how many letters it still refuses."""

    daemon_threads = True

    def __init__(self, folder: Path, refused: int) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.folder, self.refused, self.lock, self.numbers = folder, refused, Lock(), count()

    def take(self, letter: bytes) -> bytes:
        """Keep a letter as a whole or not at all; gives back the answer."""
        with self.lock:
            if self.refused > 0:
                self.refused -= 1
                return b"451 busy, try again later"
            name = f"{next(self.numbers):06d}"
        part = self.folder / f"{name}.part"
        part.write_bytes(letter)
        part.rename(self.folder / f"{name}.eml")
        return b"250 taken"


class Talk(socketserver.StreamRequestHandler):
    """One conversation by RFC 5321."""

    def handle(self) -> None:
        self._say(b"220 receiver")
        try:
            for line in self.rfile:
                word = line[:4].upper().strip()
                if word == b"DATA":
                    self._say(b"354 go on")
                    self._say(cast(Post, self.server).take(self._letter()))
                elif word == b"QUIT":
                    self._say(b"221 bye")
                    return
                else:
                    self._say(b"250 yes")
        except (ConnectionError, EOFError):  # whoever was sending died
            return

    def _letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise EOFError
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, text: bytes) -> None:
        self.wfile.write(text + b"\r\n")


@dataclass(frozen=True)
class Receiver:
    """A mail server that runs, and what it has taken so far."""

    port: int
    folder: Path

    def letters(self) -> list[EmailMessage]:
        """Every letter, in the order they came, those that came twice included."""
        files = sorted(self.folder.glob("*.eml"))
        return [cast(EmailMessage, message_from_bytes(f.read_bytes(), policy=policy.default)) for f in files]


@contextmanager
def receiving(folder: Path, refused: int = 0) -> Iterator[Receiver]:
    """Run the server until the end of the block."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "tests.jobs.receiver", str(folder), str(refused)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        try:
            yield Receiver(int(process.stdout.readline()), folder)
        finally:
            process.kill()


if __name__ == "__main__":
    with Post(Path(sys.argv[1]), int(sys.argv[2])) as server:
        print(server.server_address[1], flush=True)  # noqa: T201  # how the process that sends hears of it
        server.serve_forever()
