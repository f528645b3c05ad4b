"""Sums of money: how coverage prints them and what they stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from reading.scan import scanner
from reading.values import Money

Role = Literal["investment", "total", "output", "capital", "finance", "other"]

_DIGIT = {
    char: value
    for value, chars in enumerate(("零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for char in chars
}
_TEN = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100}
_SCALE = {
    "": Decimal(1), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "十万": Decimal(10**5), "百万": Decimal(10**6),
    "千万": Decimal(10**7), "亿": Decimal(10**8), "十亿": Decimal(10**9), "百亿": Decimal(10**10), "千亿": Decimal(10**11),
    "万亿": Decimal(10**12), "million": Decimal(10**6), "billion": Decimal(10**9),
}  # fmt: skip
_CURRENCY = {
    "人民币": "CNY", "元": "CNY", "圆": "CNY", "RMB": "CNY", "¥": "CNY", "CNY": "CNY", "美元": "USD", "美金": "USD", "USD": "USD",
    "US$": "USD", "$": "USD", "欧元": "EUR", "EUR": "EUR", "€": "EUR", "日元": "JPY", "日圆": "JPY", "JPY": "JPY", "港元": "HKD",
    "港币": "HKD", "HKD": "HKD", "英镑": "GBP", "韩元": "KRW", "韩圆": "KRW", "新台币": "TWD", "台币": "TWD", "新元": "SGD",
    "新加坡元": "SGD", "元新台币": "TWD", "元台币": "TWD", "元港币": "HKD", "瑞士法郎": "CHF", "加元": "CAD", "澳元": "AUD", "卢布": "RUB", "林吉特": "MYR", "泰铢": "THB",
}  # fmt: skip
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[一二两三四五六七八九][一二三四五六七八九十百千零点]*|十[一二三四五六七八九]"
_AFTER = "|".join(sorted((key for key in _CURRENCY if not key.isascii()), key=len, reverse=True))
_AMOUNT = scanner(
    rf"(?P<before>(?:USD|US\$|EUR|RMB|CNY|HKD|JPY|人民币|新台币|台币|港币|[¥$€])\s?(?:约|近|逾|超过?|达)?)?"
    rf"(?<![\d.A-Za-z一二三四五六七八九十百])(?P<number>{_NUMBER})\s?(?:多|余|来|几)?"
    rf"(?P<scale>万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|\s?million|\s?billion)?(?:(?P<rest>\d{{1,4}})(?P<thousand>千)?万)?(?:多|余)?(?:个(?!圆))?"
    rf"(?:人民币)?(?P<after>{_AFTER})?(?:人民币)?"
)
_MONEY = re.compile(
    "["
    + "".join(sorted({key[-1] for key in (*_SCALE, *_CURRENCY) if key and not key.isascii()}))
    + "¥$€DRY]|illion|RMB"
)
"""What every sum holds: the last character of its scale or currency."""
_ABOUT = re.compile(r"\s|约|近|逾|超过?|达")
_LATER = re.compile(r"^\s?(?:左右|上下)?(?P<bound>以上|以下|级|量级|至|到|-|~|—)")
_LEAST = re.compile(r"[,,。;;、))]|$")
_OWN_TOTAL = re.compile(r"(?:总投资|投资总额|总投入|计划投资|拟投资)(?:额|为|达|约|预计|将)*$")
"""Around a threshold that is one project's own sum (预计总投资4亿元以上,)."""
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("capital", re.compile(r"注册资[本金]|认缴|实缴|股本|出资额|出资比例")),
    ("output", re.compile(r"产值|[日月]产|产销|营收|营业额|销售|收入|税收|利税|纳税|缴税|创税|税额|利润|生产总值|GDP|增加值|出口|进出口|交易额|市值|估值|开票|效益|产出|成交|货值|年产出|营业|身家|资产总额|总资产|产业规模|市场规模|薪|订单|价格|售价|均价")),
    ("finance", re.compile(r"融资|募资|募集|贷款|授信|信贷|补助|奖励|补贴|奖补|债券|发行|首期规模|基金规模|规模达|拨款|捐|股权|收购|受让|定增|资金需求|补偿|罚|租金|授予|借款|存款|赔")),
)  # fmt: skip
_OTHER = scanner(
    r"完成(?:固定资产|工业|产业|民间|有效|设备)*投资|年度(?:计划)?投资|年度计划|年内计划|固定资产投资|投资完成|当年(?:完成)?投资|年计划(?:完成)?投资|今年(?:计划|将|还将|再)?(?:完成)?投[资入]|到位|到资|实际利用|使用外资|"
    r"每亩|亩均|单价|均为|每年投|研发(?:经费|投入|费用)|已投[资入]|累计(?:完成)?投[资入]|设备投入|预算|中标|合同(?:额|金额|价)|拿地价|成交价|总价|起拍|竞得|土地款|利用外资|外资|"
    r"(?:1|2|3|一|二|三|四|前三|上半)(?:季度|个?月份?)(?:就|已|共|累计)?(?:完成)?投"
)
_TOTAL = re.compile(r"总投资|投资总额|总额|合计|总计|协议投资|计划投资|签约金额|盘子|总规模|概算|总投入")
_INVEST = re.compile(r"投资|投入|斥资|耗资|增资|投下|砸|出资|注资|拿出|豪掷|造价|金额|投|花[了掉费去]?$|掏[了出]?$")
_OTHER_BEHIND = re.compile(r"的?(?:产值|营收|税收|销售|注册资[本金]|利税|贷款|融资|订单|授信|收入|出口|资金|基金)")
_INVEST_BEHIND = re.compile(r"(?:人民币)?(?:的)?(?:投资|总投资)")
_GOODS_BEHIND = re.compile(r"[只片台套件颗吨平立度辆支枚瓦千人米安份次条块年粒瓶锭纱头羽尾株盏户箱双副AGWkm]")
_LABEL = re.compile(
    r"([^,。;:!?、\n]{0,8}(?:投资[额金]?额?|总额|造价|注册资[本金]|年?产值|税收|融资额?)(?:\([^()]{1,6}\))?)\s*[::]\s*(?:约|超|人民币)?$"
)
"""What a list prints before a sum: 总投资:3亿元."""
_CLAUSE_START = re.compile(r"[,。;:!?、\n,;:!?(()）]")


@dataclass(frozen=True, slots=True)
class SumOfMoney:
    """One printed sum. Offsets in code points of the string searched; `bound` where it is only a threshold or a range."""

    start: int
    end: int
    money: Money
    role: Role
    stated_total: bool
    bound: bool
    left: str
    labelled: bool = False
    """Whether a colon parts the sum from the words to the left that say what it is."""


def number(text: str) -> Decimal | None:
    """The value of a numeral in digits or in Chinese figures below 10,000; None where it is neither."""
    if text[0].isdigit():
        return Decimal(text.replace(",", "").replace(",", ""))
    whole, _, fraction = text.partition("点")
    total = digit = 0
    for char in whole:
        if char in _DIGIT:
            digit = _DIGIT[char]
        elif char in _TEN:
            total += (digit or 1) * _TEN[char]
            digit = 0
        else:
            return None
    value = Decimal(total + digit)
    if fraction:
        if any(char not in _DIGIT for char in fraction):
            return None
        value += Decimal("0." + "".join(str(_DIGIT[char]) for char in fraction))
    return value


def _role(left: str, right: str) -> Role:
    """What a sum stands for, by the words of its clause; the nearest role word before it decides."""
    best: Role = "other"
    where = -1
    for role, pattern in _ROLES:
        for match in pattern.finditer(left):
            if match.end() > where:
                best, where = role, match.end()
    for match in _OTHER.finditer(left):
        if match.end() > where:
            best, where = "other", match.end()
    for match in _INVEST.finditer(left):
        # "完成投资" ends where its "投资" ends: a tie leaves the narrower reading
        if match.end() > where:
            best, where = "investment", match.end()
    if where >= 0:
        return best
    if _OTHER_BEHIND.match(right):
        return "other"
    return "investment" if _INVEST_BEHIND.match(right) else "other"


@lru_cache(maxsize=256)
def sums_in(text: str) -> tuple[SumOfMoney, ...]:
    """All sums in a sentence, in order. A bare 亿/万 without a currency counts only after a word of investing."""
    # kept while the piece is read: several steps ask for it
    if not _MONEY.search(text):
        return ()
    found = []
    for match in _AMOUNT.finditer(text):
        scale = (match["scale"] or "").strip()
        currency = _CURRENCY.get(_ABOUT.sub("", match["before"] or "")) or _CURRENCY.get(match["after"] or "")
        if not scale and (currency is None or match["number"][0] not in "0123456789"):
            continue
        begin = max(0, match.start() - 40)
        before = text[begin : match.start()]
        label = _LABEL.search(before) if ":" in before else None
        left = label[1] if label else _CLAUSE_START.split(before)[-1][-24:]
        right = text[match.end() : match.end() + 10]
        if currency is None:
            if scale not in ("亿", "万亿", "千万", "十亿", "百亿", "千亿") and not (scale == "万" and "投资" in left):
                continue
            if not (_INVEST.search(left) or _TOTAL.search(left)) or _GOODS_BEHIND.match(right):
                continue
        value = number(match["number"])
        if value is None:
            continue
        value *= _SCALE[scale]
        if match["rest"] and scale == "亿":
            value += int(match["rest"]) * (10**7 if match["thousand"] else 10**4)
        later = _LATER.match(right)
        is_least = bool(later and _LEAST.match(right, later.end()) and _OWN_TOTAL.search(left))
        found.append(
            SumOfMoney(
                match.start(), match.end(), Money(value, currency or "CNY"), _role(left, right), bool(_TOTAL.search(left)),
                bool(later and later["bound"] in ("以上", "以下", "级", "量级") and not is_least), left, bool(label),
            )
        )  # fmt: skip
    return tuple(found)
