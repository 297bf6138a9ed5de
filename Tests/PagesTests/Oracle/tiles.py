"""A host of tiles on this machine: a small picture for every address below /tiles/. Prints its port."""

import http.server
import struct
import zlib


def picture():
    """A square of 256 dots in two pale greens, a line at its edge."""
    rows = b""
    for y in range(256):
        row = bytes(2 if x == 0 or y == 0 else (x // 64 + y // 64) % 2 for x in range(256))
        rows += b"\0" + row

    def part(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 256, 256, 8, 3, 0, 0, 0)
    colours = bytes([226, 236, 224, 214, 228, 214, 170, 190, 175])
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"PLTE", colours) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


class Tiles(http.server.BaseHTTPRequestHandler):
    """Answers with the picture."""

    protocol_version = "HTTP/1.1"
    body = picture()

    def do_GET(self):
        known = self.path.startswith("/tiles/")
        self.send_response(200 if known else 404)
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", str(len(self.body) if known else 0))
        self.end_headers()
        if known:
            self.wfile.write(self.body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
print(server.server_port, flush=True)
server.serve_forever()
