"""An OpenID provider (oidc-provider-mock, upon Authlib) on loopback, which also insists on PKCE and changes its key when told.

Arguments: none, or a certificate and its key to speak HTTPS. Prints its port. `POST /oracle/rotate` makes a new key; `GET /oracle/me?access_token=` answers as platforms do that speak
OAuth 2 in their own way.
"""

import base64
import hashlib
import os
import sys

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

import flask
import oidc_provider_mock
from authlib import jose
from oidc_provider_mock import _storage
from werkzeug.serving import make_server

app = oidc_provider_mock.app(require_nonce=False)
challenges = {}


@app.after_request
def remember(response):
    """Keeps the challenge of each code that is given out."""
    if flask.request.path == "/oauth2/authorize" and response.status_code == 302:
        code = response.headers["Location"].split("code=")[-1].split("&")[0]
        challenges[code] = (
            flask.request.args.get("code_challenge"),
            flask.request.args.get("code_challenge_method"),
        )
    return response


@app.before_request
def insist():
    """RFC 7636 §4.6: a code is good with its verifier only."""
    if flask.request.path != "/oauth2/token":
        return None
    challenge, method = challenges.get(flask.request.form.get("code", ""), (None, None))
    verifier = flask.request.form.get("code_verifier", "")
    digest = hashlib.sha256(verifier.encode()).digest()
    if method == "S256" and challenge == base64.urlsafe_b64encode(digest).rstrip(b"=").decode():
        return None
    return flask.jsonify({"error": "invalid_grant"}), 400


@app.post("/oracle/rotate")
def rotate():
    """A new key, with a new name."""
    storage = flask.g.oidc_provider_mock_storage
    storage.jwk = jose.RSAKey.generate_key(is_private=True)
    return "", 204


@app.get("/oracle/me")
def me():
    """Who a token means, in a platform's own words."""
    token = _storage.storage.get_access_token(flask.request.args.get("access_token", ""))
    if token is None:
        return {"errcode": 40014, "errmsg": "invalid access_token"}
    user = token.get_user()
    return {"errcode": 0, "data": {"userid": user.sub, **user.claims}}


certificate = tuple(sys.argv[1:3]) if len(sys.argv) > 2 else None
server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context=certificate)
print(server.server_port, flush=True)
server.serve_forever()
