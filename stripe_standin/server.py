"""The HTTP server: loopback only, one thread a connection, connections kept open."""

import socket
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from stripe_standin import controls
from stripe_standin.api import Request, Response, answer
from stripe_standin.pages import site
from stripe_standin.world import World

HOST = "127.0.0.1"
MAX_BODY = 1_000_000


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    world: World


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server
    wbufsize = 65_536  # head and body leave in one packet
    disable_nagle_algorithm = True

    def respond(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > MAX_BODY:
            self.close_connection = True
            return self.send(Response(413, b"{}"))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, self.rfile.read(length))
        path = urlsplit(self.path).path
        world = self.server.world
        if path.startswith(("/v1/", "/v2/")):
            self.send(answer(world, request))
        elif path.startswith("/_test"):
            self.send(controls.answer(world, request))
        else:
            self.send(site.answer(world, request))
        return None

    do_GET = do_POST = do_DELETE = respond  # noqa: N815 - the names http.server looks for

    def send(self, response: Response) -> None:
        if response.lost:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response_only(response.status)
        for name, value in ({"Content-Type": "application/json"} | response.headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        self.wfile.write(response.body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Only what went wrong is worth a line."""
        if len(args) > 1 and str(args[1]).startswith("5"):
            sys.stderr.write(format % args + "\n")


def make_server(world: World, port: int) -> Server:
    server = Server((HOST, port), Handler)
    server.world = world
    return server
