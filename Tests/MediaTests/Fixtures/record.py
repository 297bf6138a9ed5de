"""Records the form that real clients write: python3 record.py FOLDER (needs curl, and requests from PyPI).

Each record is the request's Content-Type on the first line, and its body as it came, byte for byte.
"""

import pathlib
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import requests
import urllib3

FIELDS = {"note": "楼道灯不亮\r\n第二行", "quoted": 'say "hi"'}
PHOTO = bytes(range(256)) * 5 + b"\r\n--not the boundary\r\n-"
FILES = [("files", "路灯 照片.jpg", PHOTO, "image/jpeg"), ("files", 'a"b%.txt', b"", "text/plain")]


def record(folder, name, send):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            (folder / name).write_bytes(self.headers["Content-Type"].encode() + b"\n" + body)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    send(f"http://127.0.0.1:{server.server_port}/")
    thread.join()
    server.server_close()


def curl(*options):
    def send(url):
        with tempfile.TemporaryDirectory() as scratch:
            words = ["curl", "--silent", "--fail", "--header", "Expect:", *options]
            for key, value in FIELDS.items():
                words += ["--form-string", f"{key}={value}"]
            for index, (field, name, content, kind) in enumerate(FILES):
                path = pathlib.Path(scratch) / str(index)
                path.write_bytes(content)
                quoted = name.replace("\\", "\\\\").replace('"', '\\"')
                words += ["--form", f'{field}=@{path};filename="{quoted}";type={kind}']
            subprocess.run([*words, url], check=True)

    return send


def main():
    folder = pathlib.Path(sys.argv[1])
    several = [(field, (name, content, kind)) for field, name, content, kind in FILES]
    record(folder, "requests.form", lambda url: requests.post(url, data=FIELDS, files=several))
    record(
        folder,
        "urllib3.form",
        lambda url: urllib3.request("POST", url, fields=[*FIELDS.items(), *several]),
    )
    record(folder, "curl.form", curl())
    record(folder, "curl-escape.form", curl("--form-escape"))


main()
