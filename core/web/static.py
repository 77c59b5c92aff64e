"""Static files, each under an address with the hash of its content: cached for ever, changed at once."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from litestar import MediaType, Response, get
from litestar.exceptions import NotFoundException

from core.web.access import PUBLIC

FOLDER = Path(__file__).parent / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


@cache
def _files() -> dict[str, tuple[str, bytes]]:
    """Hashed name → type and content."""
    found: dict[str, tuple[str, bytes]] = {}
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in _TYPES:
            content = path.read_bytes()
            if path.suffix == ".css":
                for font in ("font.woff2", "font-ext.woff2"):
                    content = content.replace(f'"{font}"'.encode(), f'"{hashed(font)}"'.encode())
            found[hashed(path.name)] = (_TYPES[path.suffix], content)
    return found


@cache
def hashed(name: str) -> str:
    path = FOLDER / name
    if not path.exists():
        return name
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{sha256(path.read_bytes()).hexdigest()[:12]}.{ending}"


def url(name: str) -> str:
    return f"/static/{hashed(name)}"


def exists(name: str) -> bool:
    return (FOLDER / name).exists()


@get("/static/{name:str}", opt={"access": PUBLIC}, sync_to_thread=False)
def serve(name: str) -> Response[bytes]:
    """A static file."""
    if name not in _files():
        raise NotFoundException
    kind, content = _files()[name]
    return Response(
        content,
        media_type=kind or MediaType.TEXT,
        headers={"cache-control": "public, max-age=31536000, immutable"},
    )
