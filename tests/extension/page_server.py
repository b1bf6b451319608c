"""The fixture pages over https, as a browser sees them under the real names of the networks."""

from __future__ import annotations

import ssl
import subprocess
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).parent
REACT = {
    "/react.js": HERE / "node_modules/react/umd/react.production.min.js",
    "/react-dom.js": HERE / "node_modules/react-dom/umd/react-dom.production.min.js",
}
# As strict as a network's own: what the extension shows must work where the page allows next to nothing.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src *; "
    "require-trusted-types-for 'script'"
)


class _Pages(SimpleHTTPRequestHandler):
    def translate_path(self, path: str) -> str:
        name = urlsplit(path).path
        return str(REACT.get(name) or HERE / "pages" / name.lstrip("/"))

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


class PageServer:
    """Serves ``pages/`` on a free port of 127.0.0.1 with a certificate of its own making."""

    def __init__(self, folder: Path) -> None:
        certificate, key = folder / "certificate.pem", folder / "key.pem"
        subprocess.run(
            [
                *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
                *("-nodes", "-days", "2", "-subj", "/CN=x.com", "-addext", "subjectAltName=DNS:*"),
                *("-keyout", str(key), "-out", str(certificate)),
            ],
            check=True,
            capture_output=True,
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
