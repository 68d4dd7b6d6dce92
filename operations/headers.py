"""Headers that tell browsers which sites may load our pages, and which device features no page uses."""

from timeline.reading.languages import reads_no_cookie

OWN = "(self)"  # for the drawing in full screen, and for copying embed code
NOTHING = "accelerometer autoplay bluetooth browsing-topics camera display-capture encrypted-media geolocation gyroscope hid idle-detection local-fonts magnetometer microphone midi payment screen-wake-lock serial usb xr-spatial-tracking".split()
PERMISSIONS = ", ".join([f"{name}=()" for name in NOTHING] + [f"{name}={OWN}" for name in ("clipboard-write", "fullscreen")])  # fmt: skip


class ResourceHeaders:
    """Middleware: only this site may load its pages; other sites may load embeds, exports, pictures and files."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", _policy(request, response))
        return response


def _policy(request, response) -> str:
    is_page = response.get("Content-Type", "").startswith("text/html") and not reads_no_cookie(request)
    return "same-origin" if is_page or request.path.startswith("/admin/") else "cross-origin"
