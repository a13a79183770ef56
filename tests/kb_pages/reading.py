"""What a page says to readers and to machines."""

import json
import re


def read(client, page, query=""):
    answer = client.get(page.get_url() + query)
    assert answer.status_code == 200, page
    return answer.content.decode()


def graph(html):
    text = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1]
    return {node["@type"]: node for node in json.loads(text)["@graph"]}
