"""A Stripe that only hands out payment pages, in its time: `python -m benchmarks.stub PORT MILLISECONDS`."""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

NUMBERS = count()


class Pages(BaseHTTPRequestHandler):
    """Answers whatever is posted with a new session."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Hand out a page."""
        self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(int(sys.argv[2]) / 1000)
        name = f"cs_{time.time_ns()}_{next(NUMBERS)}"
        page = {"id": name, "object": "checkout.session", "expires_at": 4_102_444_800}
        body = json.dumps({**page, "url": f"https://checkout.example/{name}"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        """Say that it is there."""
        self.send_error(404)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Lets many knock at once."""

    request_queue_size = 128


if __name__ == "__main__":
    Server(("127.0.0.1", int(sys.argv[1])), Pages).serve_forever()
