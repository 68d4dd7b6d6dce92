"""The container's health check: requests /healthz from this machine with an allowed host name."""

import os
import sys
from urllib.request import Request, urlopen


def probe_host(allowed: str) -> str:
    """A host name that ALLOWED_HOSTS accepts: the bare domain for ".example.org", localhost for "*" or nothing."""
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
