"""Reads a PNG's pixels, as far as our icons need it: eight bits a channel, not interlaced."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {2: 3, 6: 4}
"""Bytes a pixel, by the PNG's type of colour: without and with transparency."""

Pixel = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    width: int
    height: int
    pixels: tuple[Pixel, ...]

    def at(self, x: int, y: int) -> Pixel:
        return self.pixels[y * self.width + x]


def read(file: bytes) -> Picture:
    assert file.startswith(SIGNATURE), "no PNG"
    chunks = list(_chunks(file))
    head = dict(chunks)[b"IHDR"]
    width, height = int.from_bytes(head[:4]), int.from_bytes(head[4:8])
    depth, colour, interlaced = head[8], head[9], head[12]
    assert depth == 8 and not interlaced and colour in CHANNELS, "not of the kind read here"
    raw = zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT"))
    size = CHANNELS[colour]
    rows = list(_rows(raw, width * size, size))
    assert len(rows) == height
    pixels = (tuple(row[x : x + size]) for row in rows for x in range(0, width * size, size))
    return Picture(width=width, height=height, pixels=tuple(pixels))


def _chunks(file: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(file):
        length = int.from_bytes(file[at : at + 4])
        kind, body = file[at + 4 : at + 8], file[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + body) == int.from_bytes(file[at + 8 + length : at + 12 + length])
        yield kind, body
        at += 12 + length


def _rows(raw: bytes, width: int, size: int) -> Iterator[bytearray]:
    """Each row tells by its first byte how it was predicted from what stands left and above."""
    above = bytearray(width)
    for start in range(0, len(raw), width + 1):
        way, row = raw[start], bytearray(raw[start + 1 : start + 1 + width])
        for x in range(width):
            left, corner = (row[x - size], above[x - size]) if x >= size else (0, 0)
            row[x] = (row[x] + _predicted(way, left, above[x], corner)) % 256
        yield row
        above = row


def _predicted(way: int, left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    nearest = min((left, above, corner), key=lambda each: abs(guess - each))
    return (0, left, above, (left + above) // 2, nearest)[way]
