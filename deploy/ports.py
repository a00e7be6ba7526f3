"""Who holds a port."""

import socket
from pathlib import Path

LISTENING = "0A"


def is_free(port: int) -> bool:
    """Whether a server could take the port on this machine's loopback."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether somebody listens on the port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def holder(port: int) -> str:
    """Return which program holds a port, as far as this user may see."""
    inodes = {f"socket:[{inode}]" for inode in listening_inodes(port)}
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(link.readlink()) in inodes:
                process = link.parent.parent
                command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                return f"process {process.name}: {command.strip()[:100]}"
        except OSError:  # the process ended, or is another user's
            continue
    return "a process that this user may not look at"


def listening_inodes(port: int) -> set[str]:
    """Return the kernel's names of the sockets that listen on a port."""
    found: set[str] = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        if table.exists():
            for row in table.read_text().splitlines()[1:]:
                cells = row.split()
                if cells[3] == LISTENING and int(cells[1].rpartition(":")[2], 16) == port:
                    found.add(cells[9])
    return found
