"""A browser at a provider's page: signs in by its form and prints where the provider sends it then.

Arguments: the address, then NAME=VALUE of what is typed. It goes to no other site than the provider's own.
"""

import sys
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser
from http.cookiejar import CookieJar


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing by itself."""

    def redirect_request(self, *_):
        return None


class Form(HTMLParser):
    """The hidden fields of a page."""

    def __init__(self):
        super().__init__()
        self.fields = {}

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.fields[given["name"]] = given.get("value") or ""


opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()), Stay)
origin = urllib.parse.urlsplit(sys.argv[1]).netloc


def ask(url, data=None):
    """Asks; gives the page, or where else it goes."""
    try:
        answer = opener.open(urllib.request.Request(url, data=data), timeout=20)
        return answer.read().decode(), None
    except urllib.error.HTTPError as error:
        if error.code in (301, 302, 303, 307):
            return None, urllib.parse.urljoin(url, error.headers["Location"])
        raise SystemExit(f"{error.code} {error.read()[:500]!r}")


url, typed = sys.argv[1], dict(pair.split("=", 1) for pair in sys.argv[2:])
page, there = ask(url)
while there is None or urllib.parse.urlsplit(there).netloc == origin:
    if there is not None:
        url = there
        page, there = ask(url)
        continue
    form = Form()
    form.feed(page)
    page, there = ask(url, urllib.parse.urlencode({**form.fields, **typed}).encode())
    if there is None and "password" in page:
        raise SystemExit("not let in")
print(there)
