"""Speaks Open311 to the service as others do: `georeport` and `requests` from PyPI, expat, and the standard's own schemas.

A JSON line in: root, key, jurisdiction, schemas (folder or null), documents ([{xml, json}]). What is wrong out, a line each; `ok` at
the end.
"""

import json
import pathlib
import sys
import xml.etree.ElementTree as tree

import jsonschema_rs
import requests
from georeport import GeoReport

given = json.loads(sys.stdin.readline())
root, key, jurisdiction = given["root"], given["key"], given["jurisdiction"]


def check(holds, *words):
    if not holds:
        print("WRONG", *words)


def value(node):
    """What an element says: its text, or what is in it."""
    if len(node) == 0:
        return node.text
    names = [child.tag for child in node]
    items = {"service", "attribute", "value", "request", "request_update", "error", "endpoint", "format", "helper"}
    if len(set(names)) == 1 and names[0] in items:
        return [value(child) for child in node]
    return {child.tag: value(child) for child in node}


def same(said, meant):
    """Whether XML says what JSON says: XML knows neither null nor an empty list nor an empty text from one another."""
    if isinstance(meant, dict):
        return isinstance(said, dict) and said.keys() == meant.keys() and all(same(said[k], meant[k]) for k in meant)
    if isinstance(meant, list):
        return said is None and not meant or isinstance(said, list) and len(said) == len(meant) and all(map(same, said, meant))
    if meant is None or meant == "":
        return said is None
    if isinstance(meant, bool):
        return said == ("true" if meant else "false")
    return said == str(meant)


def held(text):
    """What XML 1.0 can hold of a text."""
    return "".join(c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff")


def plain(meant):
    if isinstance(meant, dict):
        return {k: plain(v) for k, v in meant.items()}
    if isinstance(meant, list):
        return [plain(v) for v in meant]
    return held(meant) if isinstance(meant, str) else meant


# Documents of chance: what an independent parser reads in the one writing stands in the other.
for document in given["documents"]:
    meant = plain(document["json"])
    check(same(value(tree.fromstring(document["xml"].encode())), meant), "document", document)


def both(path, status=200, **parameters):
    """An answer in both writings, which must say the same."""
    as_json = requests.get(f"{root}/{path}.json", params=parameters)
    as_xml = requests.get(f"{root}/{path}.xml", params=parameters)
    check(as_json.status_code == as_xml.status_code == status, path, as_json.status_code, as_xml.status_code)
    check(as_xml.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>'), path, "declaration")
    check(same(value(tree.fromstring(as_xml.content)), plain(as_json.json())), path, as_json.text, as_xml.text)
    charset = "" if path == "discovery" else "; charset=utf-8"
    check(as_json.headers["Content-Type"] == "application/json" + charset, path, as_json.headers["Content-Type"])
    check(as_xml.headers["Content-Type"] == "text/xml" + charset, path, as_xml.headers["Content-Type"])
    return as_json.json()


def fits(name, document):
    """Against a schema of the standard, where it is there; each lies in a file of its own."""
    if given["schemas"] is None:
        return
    folder = pathlib.Path(given["schemas"])
    schema = json.loads((folder / name).read_text())
    if "$ref" in schema.get("items", {}):
        schema["items"] = json.loads((folder / schema["items"]["$ref"]).read_text())
    for error in jsonschema_rs.validator_for(schema).iter_errors(document):
        check(False, name, error.message, error.instance_path)


discovery = both("discovery")
check(discovery["endpoints"][0]["url"] == root, "discovery", discovery)
services = both("services")
fits("services.json", services)
definition = both("services/water")
fits("service-definition.json", definition)

form = {
    "api_key": key, "jurisdiction_id": jurisdiction, "service_code": "water", "address_id": "C1", "lat": "", "long": "",
    "description": "水 & <管> \u0007 漏了\r\n二楼", "attribute[kind]": "leak", "attribute[rooms][]": ["bath", "hall"],
}
filed = requests.post(f"{root}/requests.json", data=form)
check(filed.status_code == 200 and isinstance(filed.json()[0]["service_request_id"], str), filed.text)
second = requests.post(f"{root}/requests.xml", data=form)
number = tree.fromstring(second.content).findtext("request/service_request_id")
check(second.status_code == 200 and number and number != filed.json()[0]["service_request_id"], second.text)
refused = requests.post(f"{root}/requests.xml", data={**form, "api_key": "none"})
check(refused.status_code == 403 and tree.fromstring(refused.content).findtext("error/code") == "403", refused.text)

listed = both("requests", api_key=key, extensions="true")
# What was filed just now, and what the board shows.
check(len(listed) == 3, "requests", listed)
fits("requests.json", listed)
check(both(f"requests/{number}", api_key=key)[0]["service_request_id"] == number, number)
both("requests/0", status=404)
both("requests", status=400, start_date="2026-01-01T00:00:00Z", end_date="2026-12-01T00:00:00Z")
added = requests.post(
    f"{root}/servicerequestupdates.xml", data={"api_key": key, "service_request_id": number, "description": "还在漏"}
)
check(tree.fromstring(added.content).findtext("request_update/update_id"), added.text)
both("servicerequestupdates", api_key=key)

# A client that somebody else wrote reads the public's part; what is on the board was put there before.
for writing in ("json", "xml"):
    client = GeoReport(root, jurisdiction=jurisdiction, output_format=writing)
    found = client.get_service_list()
    found = [found] if isinstance(found, dict) else found
    check([service["service_code"] for service in found] == ["water"], writing, found)
    check(client.get_service_definition("water")["service_code"] == "water", writing)
    ended = client.get_service_requests(status="closed", start_date="", service_code="water")
    ended = [ended] if isinstance(ended, dict) else ended
    check([request["service_request_id"] for request in ended] == [given["ended"]], writing, ended)
    one = client.get_service_request(given["ended"])
    check(one["status"] == "closed" and one["service_code"] == "water", writing, one)

print("ok")
