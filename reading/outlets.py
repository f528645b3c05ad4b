"""Who published a piece: what 来源 says, a name beside the date or the reporter, the head of a wire line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reading.fullnames import is_name_like, is_surnamed
from reading.scan import scanner
from reading.values import Zone

Place = tuple[int, int]
"""Start and end in the repaired text."""

_PRESS = (
    r"(?:日报|晚报|晨报|早报|时报|商报|导报|快报|周报|都市报|特区报|报|新闻网|网|通讯社|新闻|在线|财经|汽车|电视台|广播|客户端|传媒"
    r"|融媒体?(?:中心)?|公众号|官网|官微|杂志|周刊|信息港|发布|观察|视点|播报|月刊|产经|早知道|前沿)"
)
_SECTION = (
    r"[^>›»|丨/·]{0,8}(?:首页|新闻|资讯|动态|中心|频道|要闻|栏目|位置|公告|公开|政务|招商|园区|产业|经济|关于|快讯|要点|视频|图片|专题|服务|信息|政府|管委会|主页|网站"
    r"|登录|注册|版|推荐|财经|科技|国内|国际|社会|本地|热点|头条|公司|简介|标签|分类|返回|上一[页篇]|下一[页篇])[^>›»|丨/·]{0,3}\s*[>›»|丨/·]"
)
_SOURCE = scanner(
    r"(?:(?:(?:文章|信息|稿件|新闻|消息|内容|资料)?来\s?源(?:于|自)?|稿源|转自|出处|摘自|发[布文](?:机构|单位|部门|机关))\s*[:丨|]\s*)+"
    r"(?P<o>[^\s|,。()《》【】\[\]:<>]{2,24}(?:\([^()]{1,8}\))?)"
)
NO_SOURCE = re.compile(
    r"^(?:供稿|审核|作者|时间|日期|发布[时日]|编辑|责任编辑|点击|浏览|阅读|本站|原创|未知|本网|佚名|相关|\d)"
)
_SOURCE_TAIL = re.compile(
    r"(?:作者|编辑|责编|参与互动|参与评论|我要评论|分享|收藏|打印|举报|时间|日期|发布(?:时间|日期|[于人者]).*|浏览|阅读|点击|记者|字体|字号|更新|\d{4}[-年]).*$"
)
_WIRE = re.compile(
    rf"[【\[(]?(?P<o>(?!本报|本网|本刊|本台|近日)[\u4e00-\u9fffA-Za-z]{{1,12}}?{_PRESS}|[\u4e00-\u9fff]{{2,4}}社(?=\d|[\u4e00-\u9fff]{{2,5}}(?:\d|[一二三四五六七八九十]月)|报[道导]))"
    r"(?:[\u4e00-\u9fff]{2,5}?)? ?(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日(?:\d{1,2}时)?)?"
    r"(?:(?:讯|电|消息)(?![\u4e00-\u9fff子])|报[道导](?=[ (【:,])|\((?:全媒体)?记者[^()\n]{2,24}\)(?:\d{1,2}月\d{1,2}日)?(?:讯|电|消息|报道)|(?:全媒体)?记者 ?[\u4e00-\u9fff]{2,4}报道)"
)
_SECTION_NAME = (
    r"(?:企业|公司|集团|行业|图片|视频|园区|新区|国内|国际|时政|本地|最新|热点|综合|社会|招商|产业|经济|科技|财经|政务|产经|区域|更多)"
    r"(?:新闻|财经|汽车|在线|发布|观察|视点|播报|前沿|网)[)】]?$"
)
_ALONE = re.compile(
    rf"^[(【]?(?P<o>(?!本报|本网|本刊|本台|关于|联系|{_SECTION_NAME})[\u4e00-\u9fff]{{1,10}}{_PRESS})[)】]?$"
)
_ISSUE = re.compile(
    r"^(?P<o>[\u4e00-\u9fff]{2,14}(?:[报刊]|产业|导报|杂志))\s*(?:/\d{4} ?年|/\d{1,2}月|\d{4}年\s?第?\d+期)"
)
_CRUMB = re.compile(
    rf"^(?P<o>[\u4e00-\u9fff]{{1,10}}{_PRESS}|(?!{_SECTION})[\u4e00-\u9fff]{{3,9}}?)(?:首页)?\s*(?:[>›»|丨]|/ |·(?=[\u4e00-\u9fff]{{2,4}}$))"
)
_CREDIT = re.compile(
    rf"^\((?P<o>(?!本报|本网)[\u4e00-\u9fff]{{1,10}}?{_PRESS})(?: |(?:全媒体)?(?:特约)?(?:记者|通讯员)[ /:]*)[\u4e00-\u9fff]{{2,4}}[ )、]"
)
_SUPPLIED = re.compile(r"(?:^|\s)供稿(?:单位)?:(?P<o>[\u4e00-\u9fff]{3,20})")
_ACCOUNT = re.compile(r"^(?P<o>[\u4e00-\u9fff]{2,12})\((?:微信)?公众号\)")
_WRITTEN = re.compile(r"^文/(?P<o>[\u4e00-\u9fff]{2,10}) (?=\d{4})")
_SIGNED = re.compile(r"^(?P<o>[\u4e00-\u9fff]{4,8}) (?P<who>[\u4e00-\u9fff]{2,4})$")
_WIRED_LINES = 6
"""Lines of the body of which one may begin with the outlet's name and 讯."""
_SENTENCE = re.compile(r"[,。;!?“]")
_AS_SPACE = dict.fromkeys(map(ord, "■□●◆◇▍★▲△◎○"), " ")
_STAMP = re.compile(
    r"(?:19|20)\d\d ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2} ?日?(?:\s*\d{1,2}[:点]\d{1,2}(?:[:分]\d{1,2}秒?)?)?|\d\d\.\d\d\.20\d\d"
)
_TOKEN = re.compile(r"[^\s|·,;/]+")
_PERSON = re.compile(r"^(?:作者|编辑|责编|记者|通讯员|摄影|[文图]:):?[\u4e00-\u9fff]{2,4}$|^文/|^图/")
_OPENING = ("", "\n", " ", "(", "【", "[", "|")
_LABEL = re.compile(r"^[\u4e00-\u9fffA-Za-z]{2,6}:")
_ROLE = re.compile(r"(?:记者|通讯员|评论员|作者|编辑|责编|图文|摄影|对话人|主笔|文图)$|^[文图]:?$")
_BESIDE = re.compile(r"^[《【]?(?P<o>[\u4e00-\u9fffA-Za-z]{2,14}?)(?:全媒体|(?<=[网报社台])讯)?[》】]?$")
_PRESS_END = re.compile(f"{_PRESS}$")
_NO_BESIDE = re.compile(
    r"^(?:原创|转载|打印|综合|星期.|周.|阅读.*|浏览.*|点击.*|人气.*|热度.*|字[体号]|收藏|分享|[大中小]|上午|下午|正文|要闻|[A-Z]?\d*版|第.版|公开.*|有效.*|发[布表]于?|来源|时间|日期|今天.*|标签|评论|首页|admin|供稿|制图|楼主|特稿|综合整理|综合报道|编辑部|小编|管理员|显示.*|PDF版?|来自|.{0,2}字号|特约|热评|科技|财经|电子报.*|[a-z0-9_]+|发[表布]时间)$"
)


def source_in(text: str, zones: tuple[Zone, ...]) -> Place | None:
    """Where the name stands that 来源 or a word like it says; None where no such line does."""
    for zone in zones:
        if zone.kind == "related":
            continue
        for match in _SOURCE.finditer(text, zone.start, zone.end):
            words = _SOURCE_TAIL.sub("", match["o"])
            if zone.kind == "body" and not _is_apart(text, match.start(), match.end()):
                continue
            if len(words) >= 2 and not NO_SOURCE.match(words):
                return match.start("o"), match.start("o") + len(words)
    return None


def _is_apart(text: str, start: int, end: int) -> bool:
    """Whether words of the body stand by themselves: at a line's head, behind a space, or as the last behind a full stop."""
    before = text[start - 1 : start]
    return before in _OPENING or (before in "。!?)”" and text[end : end + 1] in ("", "\n", " ", ")"))


def outlet_in(text: str, zones: tuple[Zone, ...]) -> Place | None:
    """Where the outlet's name stands without such a word; None where the page prints none."""
    rules = (_in_issue, _beside, _wired, _alone, _credited)
    return next((place for rule in rules if (place := next(rule(text, zones), None))), None)


def _lines(text: str, zones: tuple[Zone, ...], kinds: tuple[str, ...]) -> Iterator[Place]:
    for zone in zones:
        if zone.kind in kinds:
            start = zone.start
            for words in text[zone.start : zone.end].split("\n"):
                if words:
                    yield start, start + len(words)
                start += len(words) + 1


def _beside(text: str, zones: tuple[Zone, ...]) -> Iterator[Place]:
    """`2021-05-08 闽南网`, `临江观察 记者 沈知禾`: what is left of a source line without dates, labels and people."""
    for start, end in _lines(text, zones, ("header", "editor", "body")):
        line = text[start:end].translate(_AS_SPACE)
        if end - start > 70 or _SENTENCE.search(line):
            continue
        stamp = _STAMP.search(line)
        rest = _STAMP.sub(lambda match: " " * len(match[0]), line)
        tokens = list(_TOKEN.finditer(rest))
        roles = [at for at, token in enumerate(tokens) if _ROLE.search(token[0])]
        if not (stamp or roles):
            continue
        near = (roles[0] + 1) if roles else 4
        for at, token in enumerate(tokens):
            if at >= near and not _PRESS_END.search(token[0]):
                continue
            if _PERSON.match(token[0]):
                continue
            if _LABEL.match(token[0]):
                break
            words = re.sub(r"(?:首席|特派|本报|见习|全媒体)?(?:记者|通讯员)$", "", token[0])
            found = _BESIDE.match(words)
            before_role = at + 1 in roles or words != token[0]
            if found and _is_outlet(found["o"], before_role):
                yield start + token.start() + found.start("o"), start + token.start() + found.end("o")


def _is_outlet(words: str, before_role: bool) -> bool:
    if _NO_BESIDE.match(words) or _ROLE.search(words) or words.startswith(("本报", "本网", "本刊")):
        return False
    if _PRESS_END.search(words):
        return True
    return not is_name_like(words) and not (before_role and len(words) < 4 and is_surnamed(words))


def _in_issue(text: str, zones: tuple[Zone, ...]) -> Iterator[Place]:
    """`中国某报/2024 年` or `某杂志 2022年3期`: a periodical with its issue, beside which other names are those of authors."""
    for start, end in _lines(text, zones, ("header", "editor", "body", "navigation", "keywords")):
        if end - start <= 60 and (found := _ISSUE.match(text[start:end])):
            yield start + found.start("o"), start + found.end("o")


def _wired(text: str, zones: tuple[Zone, ...]) -> Iterator[Place]:
    """`临江晚报讯` or `(黄海融媒 盛夏)` at the head of the body or of a source line."""
    for zone in zones:
        if zone.kind in ("body", "header"):
            for pattern in (_WIRE, _CREDIT):
                if found := pattern.match(text[zone.start : zone.start + 60]):
                    yield zone.start + found.start("o"), zone.start + found.end("o")
    for number, (start, end) in enumerate(_lines(text, zones, ("body",))):
        if number > _WIRED_LINES:
            return
        if found := _WIRE.match(text[start : min(end, start + 60)]):
            yield start + found.start("o"), start + found.end("o")


def _alone(text: str, zones: tuple[Zone, ...]) -> Iterator[Place]:
    """A line that is an outlet's name and nothing else, or the head of a path that begins with one."""
    for pattern in (_ALONE, _CRUMB):
        for start, end in _lines(text, zones, ("header", "editor", "body", "navigation", "keywords")):
            if end - start <= 60 and (found := pattern.match(text[start:end])):
                yield start + found.start("o"), start + found.end("o")


def _credited(text: str, zones: tuple[Zone, ...]) -> Iterator[Place]:
    """Weaker signs on a line of their own: an account's name, `文/名 日期`, `(某报 某人 文/图)`, a name over its writer's."""
    for start, end in _lines(text, zones, ("header", "editor")):
        if (found := _SUPPLIED.search(text[start:end])) and not is_name_like(found["o"]):
            yield start + found.start("o"), start + found.end("o")
    for number, (start, end) in enumerate(_lines(text, zones, ("header", "editor", "body", "navigation"))):
        line = text[start:end]
        if end - start > 60:
            continue
        for pattern in (_ACCOUNT, _WRITTEN, _CREDIT):
            if (found := pattern.match(line)) and not is_name_like(found["o"]):
                yield start + found.start("o"), start + found.end("o")
        found = _SIGNED.match(line) if number < 4 else None
        if found and is_surnamed(found["who"]):
            yield start + found.start("o"), start + found.end("o")
