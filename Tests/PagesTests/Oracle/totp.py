"""The code that an app shows for a secret now (RFC 6238), computed apart from ours. Usage: totp.py SECRET"""

import base64
import hashlib
import hmac
import struct
import sys
import time

secret = sys.argv[1]
key = base64.b32decode(secret + "=" * (-len(secret) % 8))
mac = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
at = mac[-1] & 15
print("%06d" % ((struct.unpack(">I", mac[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000))
