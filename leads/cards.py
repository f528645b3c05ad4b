"""A signature, a business card's text or a line from a chat, as the fields of a contact."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from leads.models.contact import PhoneKind

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
PHONE = re.compile(
    r"(?<![\d.])(?:\+?86[- ]?)?(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|\(?0\d{2,3}\)?[- ]?\d{3,4}[- ]?\d{4}(?:-\d{1,5})?|400[- ]?\d{3,4}[- ]?\d{3,4})(?!\d)"
)
WECHAT = re.compile(r"(?:微信号?|WeChat|wechat|WX|V信)\s*[:：号]?\s*([A-Za-z][\w-]{4,30}|1[3-9]\d{9})")
COMPANY = re.compile(
    r"[\w（）()·\u4e00-\u9fff]{2,40}?(?:公司|集团|厂|研究院|研究所|大学|学院|商会|协会|事务所|中心|银行|合伙企业|\(有限合伙\))(?:[\u4e00-\u9fff]{0,12}(?:分公司|办事处|分院))?"
)
TITLE = re.compile(
    r"(?:(?:高级|资深|副|常务|执行|首席|总|联合|区域|大区|华[东南北中]区?|中国区?|市场|销售|营销|投资|战略|研发|技术|生产|运营|财务|人事|行政|采购|项目|品牌|产品|业务|招商|商务|区)*"
    r"(?:董事长|总裁|总经理|经理|总监|主任|主管|部长|处长|科长|院长|所长|会长|秘书长?|助理|工程师|教授|研究员|合伙人|创始人|顾问|专员|代表|"
    r"首席[\u4e00-\u9fff]{2}官|CEO|CFO|CTO|COO))"
)
LABEL = re.compile(r"^\s*(?:姓\s*名|联\s*系\s*人|职\s*[务位称]|公\s*司|单\s*位|企\s*业|电\s*话|手\s*机(?:号码?)?|座\s*机|传\s*真|邮\s*箱|地\s*址|微\s*信号?|"
                   r"Name|Title|Company|Tel|Mobile|Fax|E-?mail|Add(?:ress)?|Wechat|M|T|F|E|A|P)\s*[:：]\s*", re.I)  # fmt: skip
NAMED = re.compile(r"(?:姓\s*名|联\s*系\s*人|Name)\s*[:：]\s*([\u4e00-\u9fff·]{2,12}|[A-Za-z][A-Za-z .]{1,40})", re.I)
NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
SPACED = re.compile(r"(?<=^[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff]$)")
ADDRESS = re.compile(r"(?:地\s*址|Add(?:ress)?|A)\s*[:：]\s*(.+)", re.I)
STREET = re.compile(r"[\u4e00-\u9fff].*(?:路|街|大道|巷|号|大厦|园区|楼)")


@dataclass(slots=True)
class Card:
    """What a card says; `phones` in order with their kinds."""

    name: str = ""
    company: str = ""
    title: str = ""
    phones: dict[str, PhoneKind] = field(default_factory=dict)
    wechat: str = ""
    email: str = ""
    note: str = ""

    @property
    def phones_text(self) -> str:
        return "\n".join(f"{phone} {kind.label}" for phone, kind in self.phones.items())


def plain_number(text: str) -> str:
    """The digits of a number, with its leading + where it has one; China's own country code dropped."""
    digits = re.sub(r"[^\d+]", "", text)
    return re.sub(r"^(?:\+86|86(?=1[3-9]\d{9}$))", "", digits)


def card_of(text: str) -> Card:
    """Reads a pasted card of any order of lines. What is not recognised stays out, never guessed into a wrong field."""
    text = text.replace("\u3000", " ").replace("：", ":").strip()
    card = Card()
    lines = [line.strip() for line in re.split(r"[\n|｜\t;；]+", text) if line.strip()]
    if found := MAIL.search(text):
        card.email = found[0]
    if found := WECHAT.search(text):
        card.wechat = found[1]
    _phones(card, lines)
    bare = [line for line in (_bare(line) for line in lines) if line]
    if company := max((found[0] for line in bare for found in COMPANY.finditer(line)), key=len, default=""):
        card.company = company
    titles = [
        found[0] for line in bare for found in TITLE.finditer(line.replace(card.company, " ") if card.company else line)
    ]
    card.title = "、".join(dict.fromkeys(titles))[:100]
    card.name = _name(text, bare, card)
    card.note = _address(lines)
    return card


def _phones(card: Card, lines: list[str]) -> None:
    for line in lines:
        kind = PhoneKind.FAX if re.search(r"传\s*真|fax|^F\s*:", line, re.I) else None
        for found in PHONE.finditer(line):
            number = plain_number(found[0])
            is_mobile = re.fullmatch(r"1[3-9]\d{9}", number)
            card.phones.setdefault(number, kind or (PhoneKind.MOBILE if is_mobile else PhoneKind.OFFICE))


def _bare(line: str) -> str:
    """The line without label, numbers and addresses of mail."""
    for pattern in (MAIL, PHONE, WECHAT):
        line = pattern.sub(" ", line)
    return LABEL.sub("", line).strip(" ,，、:")


def _name(text: str, lines: list[str], card: Card) -> str:
    if found := NAMED.search(text):
        return found[1].strip()
    for line in lines:
        rest = line.replace(card.company, " ") if card.company else line
        rest = TITLE.sub(" ", rest)
        for part in re.split(r"[\s,，、/]+", SPACED.sub("", rest.strip())):
            if NAME.fullmatch(part) and not STREET.search(line) and not re.search(r"部$|中心$|部门$", part):
                return part
    return ""


def _address(lines: list[str]) -> str:
    for line in lines:
        if found := ADDRESS.search(line):
            return f"地址：{found[1].strip()}"
    street = next((line for line in lines if STREET.search(line) and not COMPANY.fullmatch(line)), "")
    return f"地址：{street}" if street else ""
