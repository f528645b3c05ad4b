"""Makers of files: small documents of every kind, whole and malicious."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from email.message import EmailMessage
from io import BytesIO

from docx import Document
from pypdf import PdfReader, PdfWriter

STORY = (
    "云湖光电显示项目签约落户临江",
    "临江日报 2026-11-02",
    "11月2日，云湖光电与临江高新区签约，显示项目总投资51亿元，用地180亩。",
)


def docx(lines: Iterable[str] = STORY, table: Iterable[Iterable[str]] = ()) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    rows = [list(row) for row in table]
    if rows:
        grid = document.add_table(rows=len(rows), cols=len(rows[0]))
        for at, row in enumerate(rows):
            for column, words in enumerate(row):
                grid.cell(at, column).text = words
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def repacked(raw: bytes, changes: dict[str, bytes]) -> bytes:
    """A zip with some of its entries put in or replaced."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in changes:
                new.writestr(info, old.read(info))
        for name, data in changes.items():
            new.writestr(name, data)
    return file.getvalue()


def zipped(entries: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return file.getvalue()


def pdf(lines: Iterable[str] = STORY, pages: int = 1) -> bytes:
    """A PDF whose letters are numbers of a font that says which characters they are, as printing programs write it."""
    text = list(lines)
    chars = sorted({char for line in text for char in line})
    number = {char: f"{at + 1:04x}" for at, char in enumerate(chars)}
    mapping = "\n".join(f"<{number[char]}> <{char.encode('utf-16-be').hex()}>" for char in chars)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(chars)} beginbfchar\n{mapping}\nendbfchar endcmap end end"
    )
    drawn = "".join(f"<{''.join(number[char] for char in line)}> Tj 0 -20 Td\n" for line in text)
    stream = f"BT /F1 12 Tf 50 800 Td\n{drawn}ET"
    kids = " ".join(f"{6 + at} 0 R" for at in range(pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts "
        "[<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 >>] /ToUnicode 4 0 R >>",
        f"<< /Length {len(cmap)} >> stream\n{cmap}\nendstream",
        f"<< /Length {len(stream)} >> stream\n{stream}\nendstream",
    ]
    objects += [
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    ] * pages
    out = BytesIO(b"%PDF-1.4\n")
    out.seek(0, 2)
    places = []
    for at, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{at} 0 obj\n{body}\nendobj\n".encode())
    table = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{place:010d} 00000 n \n".encode() for place in places)
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode())
    return out.getvalue()


def locked_pdf(password: str = "geheim") -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf())))
    writer.encrypt(user_password=password, owner_password="o", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def scanned_pdf() -> bytes:
    return pdf([""])


def mhtml(html: str) -> bytes:
    return (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://news.example/a.html\r\nSubject: x\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="----B"\r\n\r\n'
        "------B\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\nContent-Location: https://news.example/a.html\r\n\r\n"
        f"{html}\r\n------B\r\nContent-Type: text/css\r\n\r\nbody {{}}\r\n------B--\r\n"
    ).encode()


def letter(text: str, **attached: bytes) -> bytes:
    """A mail with files, by name (`稿件_docx` for 稿件.docx); a picture is one of the sender's signature."""
    message = EmailMessage()
    message["Subject"], message["From"], message["MIME-Version"] = "供稿", "a@example.com", "1.0"
    message.set_content(text)
    for name, raw in attached.items():
        kind = ("image", "png") if raw.startswith(b"\x89PNG") else ("application", "octet-stream")
        message.add_attachment(raw, maintype=kind[0], subtype=kind[1], filename=name.replace("_", "."))
    return message.as_bytes()


def mail(text: str, charset: str = "gb18030") -> bytes:
    head = (
        "Received: from mail.example\r\nFrom: a@example.com\r\nTo: b@example.com\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    return head.encode() + text.encode(charset)
