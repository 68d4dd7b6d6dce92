"""The container's health check: asks this machine's /healthz as the host that the settings allow."""

import os
import sys
from urllib.request import Request, urlopen


def probe_host(allowed: str) -> str:
    """A host name that ALLOWED_HOSTS lets in: ".example.org" takes its bare domain, "*" and nothing take localhost."""
    first = (allowed.replace(",", " ").split() or ["*"])[0].lstrip(".")
    return "localhost" if first == "*" else first


def probe(port: str, allowed: str) -> bool:
    request = Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": probe_host(allowed)})
    try:
        with urlopen(request, timeout=3) as answer:
            return answer.read() == b"ok"
    except OSError as error:
        print(error, file=sys.stderr)
        return False


if __name__ == "__main__":
    sys.exit(not probe(os.environ.get("PORT", "8000"), os.environ.get("ALLOWED_HOSTS", "")))
