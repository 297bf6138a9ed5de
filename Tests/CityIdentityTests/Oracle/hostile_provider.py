"""A provider that means no good, on loopback: the first part of the path says how. Prints its port."""

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Hostile(BaseHTTPRequestHandler):
    """Answers every request badly."""

    def do_GET(self):
        way = self.path.split("/")[1]
        here = f"http://127.0.0.1:{self.server.server_port}"
        if way == "redirect":
            self.send_response(302)
            self.send_header("Location", f"{here}/good{self.path.removeprefix('/redirect')}")
            self.end_headers()
            return
        if way == "silent":
            time.sleep(60)
            return
        self.send_response(200)
        self.end_headers()
        if way == "endless":
            while True:
                self.wfile.write(b" " * 65_536)
        if way == "words":
            self.wfile.write(b"<html>maintenance</html>")
            return
        # As it should be, but for another issuer, or endpoints elsewhere.
        issuer = f"{here}/{way}" if way != "other" else "http://127.0.0.1:1"
        host = "http://127.0.0.1:1" if way == "elsewhere" else here
        answer = {"issuer": issuer, "authorization_endpoint": f"{host}/a", "token_endpoint": f"{host}/t", "jwks_uri": f"{host}/k"}
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Hostile)
server.daemon_threads = True
print(server.server_port, flush=True)
server.serve_forever()
