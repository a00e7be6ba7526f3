"""What a browser may do with our pages: nothing that is not said here."""

from csp.constants import NONCE, NONE, SELF

FEATURES = (
    *("accelerometer", "autoplay", "camera", "display-capture", "fullscreen", "geolocation", "gyroscope"),
    *("magnetometer", "microphone", "midi", "payment", "usb"),
)
PERMISSIONS: dict[str, list[str]] = {feature: [] for feature in FEATURES}


def content_policy(page_hosts: list[str]) -> dict[str, dict[str, list[object]]]:
    """Return django-csp's setting; `page_hosts` are where a form's answer may lead, as Stripe's pages."""
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF, NONCE],
            "style-src": [SELF],
            "img-src": [SELF, "data:"],
            "font-src": [SELF],
            "connect-src": [SELF],
            "manifest-src": [SELF],
            # Chromium blocks a redirect out of a form's answer unless its host stands here
            "form-action": [SELF, *page_hosts],
            "base-uri": [NONE],
            "frame-ancestors": [NONE],
        }
    }
