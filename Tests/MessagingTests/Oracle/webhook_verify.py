"""Verifies webhooks with the official library: a JSON line with secret, headers and body in, `ok` or the error out."""

import base64
import json
import sys

import standardwebhooks.webhooks as library

# One line, and not to the end: a process that another test starts meanwhile may hold that open.
given = json.loads(sys.stdin.readline())
hook = library.Webhook(given["secret"])
try:
    hook.verify(base64.b64decode(given["body"]), given["headers"])
    print("ok")
except Exception as error:
    print(type(error).__name__, error)
