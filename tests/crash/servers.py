"""A PostgreSQL and a Redis of our own, to be killed and started again, in a folder that goes away."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import psycopg

from tests.needs import program
from tests.ports import free_port

PATIENCE = 60  # seconds until a server must answer


def descendants(pid: int) -> list[int]:
    """The child processes of a process, and their children."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        children.setdefault(parent, []).append(int(folder.name))
    found, waiting = [], [pid]
    while waiting:
        for child in children.get(waiting.pop(), []):
            found.append(child)
            waiting.append(child)
    return found


def kill(pids: list[int]) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


class Server:
    """A process that is started, killed, and started again on the data it left."""

    def __init__(self, folder: Path):
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def answers(self) -> bool:
        raise NotImplementedError

    user: str | None = None

    def start(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            with (self.folder / "log").open("ab") as log:
                self.process = subprocess.Popen(
                    self.command(), stdout=log, stderr=log, cwd="/", user=self.user, start_new_session=True
                )
            while self.process.poll() is None and time.monotonic() < deadline:
                if self.answers():
                    return
                time.sleep(0.05)
            if time.monotonic() > deadline:
                raise RuntimeError((self.folder / "log").read_text()[-2000:])
            time.sleep(0.2)  # what was killed before may still hold the port or the memory

    def kill(self) -> None:
        if self.process and self.process.poll() is None:
            kill([self.process.pid, *descendants(self.process.pid)])
            self.process.wait()


class Postgres(Server):
    """A cluster with one superuser and no password; initdb refuses root, so that root lends it another user."""

    def __init__(self, folder: Path, *settings: str):
        super().__init__(folder)
        # Killing processes loses nothing that the system holds: fsync would only take time.
        self.settings = ("fsync=off", "max_connections=60", *settings)
        self.user = "postgres" if os.getuid() == 0 else None
        if self.user:
            shutil.chown(folder, self.user)
        make = [
            program("initdb"),
            "-D",
            str(folder / "data"),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]
        subprocess.run([str(word) for word in make], check=True, capture_output=True, user=self.user, cwd="/")

    def command(self) -> list[str]:
        said = ["-p", str(self.port), "-k", str(self.folder), "-h", "127.0.0.1"]
        said += [word for setting in self.settings for word in ("-c", setting)]
        return [str(program("postgres")), "-D", str(self.folder / "data"), *said]

    def url(self, database: str) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.Error:
            return False
        return True


class Redis(Server):
    """A broker that keeps what it is told in a file, as docker-compose.yml has it."""

    def command(self) -> list[str]:
        said = [
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--dir",
            str(self.folder),
            "--appendonly",
            "yes",
            "--save",
            "",
        ]
        return [str(program("redis-server")), *said]

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as talk:
                talk.sendall(b"PING\r\n")
                return talk.recv(16).startswith(b"+PONG")
        except OSError:
            return False
