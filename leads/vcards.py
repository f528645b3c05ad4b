"""vCard files in and out: 3.0 and 4.0 (and the 2.1 of older phones), UTF-8 and GB18030, several people to a file."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable

import vobject

from leads.cards import Card, plain_number
from leads.models import Contact
from leads.models.contact import PhoneKind
from staff.refusal import Refused

BLOCK = re.compile(rb"BEGIN:VCARD.*?END:VCARD", re.S | re.I)
FULL_NAME = re.compile(r"^FN[^:\n]*:(.*)$", re.M | re.I)
# name;ENCODING=QUOTED-PRINTABLE;CHARSET=GBK:=E4… with soft line breaks, as 2.1 has it
QUOTED = re.compile(r"^([^:\n]*?);?(?:ENCODING=)?QUOTED-PRINTABLE([^:\n]*):((?:[^\n]*=\r?\n)*[^\n]*)$", re.M | re.I)
CHARSET = re.compile(r";?CHARSET=([\w-]+)", re.I)
MOST = 2000
TYPES = {"CELL": PhoneKind.MOBILE, "FAX": PhoneKind.FAX, "HOME": PhoneKind.HOME, "WORK": PhoneKind.OFFICE}
WORDS = {PhoneKind.MOBILE: "CELL", PhoneKind.FAX: "FAX", PhoneKind.HOME: "HOME", PhoneKind.OFFICE: "WORK"}


def read(raw: bytes) -> tuple[list[Card], list[str]]:
    """The people of the file, and a line for each card that could not be read; Refused where it holds no card.

    A card is read by itself: a byte that is broken in one of five hundred loses that one alone.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raw = raw.decode("utf-16", "replace").encode()
    blocks: list[bytes] = BLOCK.findall(raw)
    if not blocks:
        raise Refused("文件里没有名片（BEGIN:VCARD）。请选择通讯录导出的 .vcf 文件。", field="file", code="empty")
    if len(blocks) > MOST:
        raise Refused(f"文件里有 {len(blocks)} 张名片，一次最多 {MOST} 张，请分开导入。", field="file", code="many")
    cards, bad = [], []
    for number, text in enumerate(_texts(blocks), start=1):
        try:
            card = _card(vobject.readOne(_plain(text))) if text is not None else None
        except (vobject.base.ParseError, ValueError, LookupError, AttributeError, TypeError):
            card = None
        if card is None:
            named = _named(text)
            bad.append(f"第 {number} 张{named}的内容已损坏，读不出来。请单独导出这一张，或手工添加。")
        elif card.name:
            cards.append(card)
        else:
            bad.append(f"第 {number} 张没有姓名。")
    return cards, bad


def _texts(blocks: list[bytes]) -> list[str | None]:
    """Each card's text, None where it is broken: UTF-8, or GB18030 (which old phones write) where more are whole in it."""
    found = [[_decoded(block, encoding) for block in blocks] for encoding in ("utf-8", "gb18030")]
    return min(found, key=lambda texts: texts.count(None))


def _decoded(block: bytes, encoding: str) -> str | None:
    try:
        return block.decode(encoding).replace("\x00", "")
    except UnicodeDecodeError:
        return None


def _named(text: str | None) -> str:
    found = FULL_NAME.search(text or "")
    return f"（{found[1].strip()[:20]}）" if found and "=" not in found[1] and found[1].strip() else ""


def _plain(block: str) -> str:
    """The block with quoted-printable values written out, so that one parser reads every version."""

    def written_out(match: re.Match[str]) -> str:
        rest = match[2]
        charset = CHARSET.search(match[1] + rest)
        raw = quopri.decodestring(re.sub(r"=\r?\n", "", match[3]).encode("ascii", "ignore"))
        value = raw.decode(charset[1] if charset else "utf-8", "replace").replace("\r", "").replace("\n", "\\n")
        return f"{CHARSET.sub('', match[1])}{CHARSET.sub('', rest)}:{value}"

    block = QUOTED.sub(written_out, block)
    block = re.sub(r";CHARSET=[\w-]+", "", block, flags=re.I)
    # 2.1 lists types bare (TEL;CELL;VOICE:); the parser takes them as parameters without a value.
    return re.sub(r"^VERSION:2\.1", "VERSION:3.0", block, flags=re.M)


def _card(row: vobject.base.Component) -> Card:
    card = Card()
    name = getattr(row, "n", None)
    full = str(row.fn.value) if hasattr(row, "fn") else ""
    if name is not None and not full.strip():
        full = f"{_text(name.value.family)}{_text(name.value.given)}"
    card.name = full.strip()[:60]
    if hasattr(row, "org"):
        card.company = str(row.org.value[0]).strip()[:200]  # the parts behind it are departments
    card.title = _text(row.title.value)[:100] if hasattr(row, "title") else ""
    for tel in row.contents.get("tel", []):
        number = plain_number(re.sub(r"^tel:", "", str(tel.value)))
        if re.fullmatch(r"\+?\d{5,20}", number):
            card.phones.setdefault(number, _kind(tel, number))
    card.email = str(row.email.value).strip()[:254] if hasattr(row, "email") else ""
    for field in ("x-wechat", "x-weixin"):
        if field in row.contents:
            card.wechat = str(row.contents[field][0].value)[:60]
    card.note = _text(row.note.value) if hasattr(row, "note") else ""
    return card


def _text(value: object) -> str:
    return " ".join(filter(None, map(str, value))) if isinstance(value, (list, tuple)) else str(value or "")


def _kind(tel: vobject.base.ContentLine, number: str) -> PhoneKind:
    types = {str(word).upper() for words in tel.params.values() for word in words} | {
        str(word).upper() for word in tel.singletonparams
    }
    if re.fullmatch(r"1[3-9]\d{9}", number):
        return PhoneKind.MOBILE
    return next((kind for word, kind in TYPES.items() if word in types), PhoneKind.OTHER)


def write(contacts: Iterable[Contact]) -> bytes:
    """The contacts as one vCard 3.0 file in UTF-8, which phones and WeChat read; whole numbers, so only for who may see
    them."""
    return "".join(_written(contact).serialize() for contact in contacts).encode()


def _written(contact: Contact) -> vobject.base.Component:
    row = vobject.vCard()
    row.add("fn").value = contact.name
    row.add("n").value = vobject.vcard.Name(family=contact.name)
    if contact.company:
        row.add("org").value = [contact.company.name]
    if contact.title:
        row.add("title").value = contact.title
    for phone in contact.phones:
        tel = row.add("tel")
        tel.value = phone
        tel.type_param = WORDS.get(contact.phone_kind(phone), "VOICE")
    if contact.email:
        row.add("email").value = contact.email
    if contact.wechat:
        row.add("x-wechat").value = contact.wechat
    return row
