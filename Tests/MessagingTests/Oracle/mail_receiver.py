"""A real SMTP server on loopback: prints its port, then each mail as one line of JSON."""

import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Keeper:
    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        print(json.dumps({
            "subject": mail["subject"], "message-id": mail["message-id"], "from": mail["from"], "date": mail["date"],
            "receivers": ",".join(envelope.rcpt_tos), "body": mail.get_content(),
            "user": session.auth_data.login.decode() if session.auth_data else "",
            "encrypted": "true" if session.ssl else "false",
        }), flush=True)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=data.login == b"whistle" and data.password == b"geheim", handled=False, auth_data=data)


certificate, key, encrypts = sys.argv[1:4]
settings = {}
if encrypts == "true":
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    settings = {"tls_context": context, "require_starttls": True, "authenticator": authenticate, "auth_required": True}
# Port 0 does not suit the controller, which connects to itself: it is asked for by a socket before.
import socket
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
controller = Controller(Keeper(), hostname="127.0.0.1", port=port, **settings)
controller.start()
print(port, flush=True)
sys.stdin.read()
controller.stop()
