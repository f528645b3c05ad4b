"""Zip files, opened with suspicion: what they say of themselves is not believed, and what comes out is counted while it comes."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from staff.refusal import Refused

MOST_ENTRIES = 2000
MOST_ENTRY = 20 * 1024 * 1024
MOST_TOTAL = 200 * 1024 * 1024
MOST_RATIO = 200
"""Bytes that one packed byte may become: text packs to a tenth, a bomb to a thousandth."""
RATIO_FROM = 1024 * 1024
"""Small entries may pack as well as they like."""
_CHUNK = 256 * 1024
_JUNK = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def is_zip(raw: bytes) -> bool:
    """Whether the bytes begin as a zip does (an empty one included)."""
    return raw.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def names_of(raw: bytes) -> set[str]:
    """The names in the zip's table; Refused where there is none or it is too long."""
    with _opened(raw) as archive:
        return {info.filename for info in archive.infolist()}


def _opened(raw: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError) as error:
        raise Refused("压缩包或 Office 文件打不开，可能没有下载完整。请重新取得后再上传。", code="damaged") from error
    if len(archive.infolist()) > MOST_ENTRIES:
        raise Refused(
            f"压缩包里有 {len(archive.infolist())} 个文件，最多 {MOST_ENTRIES} 个。请分成几个再上传。", code="bomb"
        )
    return archive


def entries(raw: bytes) -> Iterator[tuple[str, bytes | Refused]]:
    """Name and bytes of every file, or why one cannot be taken. Refused as a whole where it unpacks to too much."""
    total = 0
    with _opened(raw) as archive:
        for info in archive.infolist():
            name = name_of(info)
            if info.is_dir() or name.startswith(_JUNK) or name.rsplit("/", 1)[-1] in _JUNK:
                continue
            try:
                data = unpacked(archive, info, MOST_TOTAL - total)
            except Refused as refusal:
                if refusal.code == "bomb":
                    raise
                yield name, refusal
                continue
            total += len(data)
            yield name, data


def unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int = MOST_TOTAL) -> bytes:
    """One entry's bytes, counted as they come out: Refused above the limits, whatever its header promises."""
    if info.flag_bits & 0x1:
        raise Refused("压缩包里的这个文件有密码。请解密后再上传。", code="encrypted")
    parts: list[bytes] = []
    size = 0
    try:
        with archive.open(info) as file:
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                if size > left or (size > RATIO_FROM and size > MOST_RATIO * max(1, info.compress_size)):
                    raise Refused("压缩包解开后大得不正常，没有收。请只打包报道本身。", code="bomb")
                if size > MOST_ENTRY:
                    raise Refused(
                        f"解开后超过 {MOST_ENTRY // 1024 // 1024} MB 的上限。请只保留正文。", code="too_large"
                    )
                parts.append(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise Refused("压缩包里的这个文件打不开，可能已损坏。", code="damaged") from error
    return b"".join(parts)


def name_of(info: zipfile.ZipInfo) -> str:
    """The entry's name; without the Unicode flag Chinese tools write GBK, which the library reads as cp437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename
