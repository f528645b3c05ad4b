"""What each line of a page is: body, or one of the things that stand around it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from operator import add

from reading.draft import Draft
from reading.markup import Hint, Markup, Weights, around, inside, main_block
from reading.scan import scanner
from reading.values import Span, Zone, ZoneKind

_HAN = re.compile("[\u4e00-\u9fff]")
_SAMPLE = 2000
_PUNCTUATED = re.compile(r"[。!?;]")
_NAVIGATION = re.compile(
    r"^[-•·\s]*(?:(?:您|你)?(?:现在|当前)?(?:所在|所处)?的?位置|首页\s*[>»|/·-]|返回\s*(?:顶部|首页|列表)|APP下载|关闭窗口|打印(?:本页)?$"
    r"|[【\[]?(?:字体|字号|打印|收藏|关闭)[】\]]?[: \[【|]|分享(?:到|至|给)|上一[篇条则]|下一[篇条则]|(?:发件人|收件人|抄送|发送时间|主题|From|To|Cc|Sent|Subject)\s*:|友情链接|关于我们|联系我们|网站(?:地图|首页)"
    r"|设为首页|加入收藏|登录|注册|正文复制|热度|点赞|\[?\s*此帖|客户端下载|扫描二维码|听新闻|查看原文|评论$|分享:|验证码|联系客服|立即打开|打开.{0,10}APP|技术支持|404\b|用户名"
    r"|返回[\u4e00-\u9fff]{2,6},\s*查看更多|随时随地手机|全国服务热线|[\[【]\s*(?:新闻资讯搜索|打印此页|关闭窗口)|页:\s*\[|<a>)"
)
_CRUMBS = re.compile(r"[^>»。]{1,20}(?:\s*(?:>>?|»)\s*[^>»。]{1,20}){1,8}(?:\s*(?:>>?|»))?\s*$")
_RELATED = re.compile(
    r"^[>•·◆■▍【\[(\s]*(?:(?:更多|最新|热门|精彩|其他)?相关(?:阅读|文章|新闻|链接|资讯|内容|报道|推荐|信息|专题)|(?:延伸|推荐|热门|拓展|热点|更多)阅读"
    r"|猜你(?:喜欢|感兴趣)|你可能(?:喜欢|感兴趣)|(?:精品|图文|编辑|站长|本站|小编)推荐|(?:热文|阅读|人气)排行|(?:\d+小时)?热文|热门(?:文章|推荐|新闻|资讯|排行)|(?:最新|推荐)(?:文章|资讯|新闻)|为(?:您|你)推荐|精彩推荐|大家(?:都)?在看"
    r"|看过本文的人|最近更新|最新相关|点击排行|(?:本周|今日)?热点(?:新闻|排行)|往期(?:回顾|推荐|精选)|更多>>|新闻排行|新闻推荐|推荐图文|相关:|【?(?:热门|推荐|热点)】|网友热搜|[日周月]新闻排行)"
)
_BOX = re.compile(r"^[>•·◆■▍【\[(\s]*(?:精品推荐|精彩推荐|图文推荐|热文排行|热文|猜你喜欢|相关阅读)")
"""Headings that a scraper runs into the list below them."""
_KEYWORDS = re.compile(
    r"^[•·【\[\s]*(?:关键[词字]|热?门?标签|热点标签|热搜|(?:相关)?热词(?:搜索)?|热门搜索|相关搜索|Tags?|本文(?:标签|关键词)|搜索)\s*[】\]]?\s*(?::|$|\s)",
    re.IGNORECASE,
)
_ADVERT = scanner(
    r"【?\[?(?:广告|推广)[】\]:]|(?:微信|手机|电话|热线|QQ|咨询)[号:]?\s*[:]?\s*\+?[\d*-]{7,}|(?:长按|扫一?扫|扫码|识别).{0,12}(?:二维码|关注|微信|下载|公众号)"
    r"|(?:关注|添加|加).{0,8}(?:公众号|微信号?)|微信号|即可免费订阅|点个[“\"]?在看|(?:招租|租售|出租|出售)[^。]{0,20}\d{3}[\d\s*-]{6,}|来电:|(?:安装|下载|打开).{0,12}(?:客户端|APP)|尽在.{0,14}(?:客户端|APP)|微信同号|请咨询|在线咨询|免费咨询|欢迎来电|一手业主|直租直售|提供.{0,6}选址服务"
)
_SPAM = scanner(
    r"无码|有码|国产(?:精|偷|在|自|97|9)|亚洲(?:[aAvV欧日国精成中午一]|色|人成)|久久|色婷婷|成人(?:免费|网|电影|视频|在)|在线(?:观看|视频|播放)|一区二区|精品视频|[aA][vV](?:[片网]|天堂)|[aA][vVⅤⅴ]|人妻|毛片|情趣|色网|福利视频|真人游戏|彩票|棋牌|娱乐城|六合彩|博彩"
)
_PLACES_ROW = re.compile(r"^(?:[\u4e00-\u9fff]{2,8}[市县区旗州]\s*\|\s*){3,}")
_EDITOR = re.compile(
    r"^[\s>•·★*#【\[(<]*(?:(?:本文|文章|稿件|信息|新闻|消息|图片|资料|内容)?来源|(?:文章|本文)?(?:作者|编辑)|责(?:任)?编辑?|编审|校对|审核|监制|值班|主编|(?:本报)?(?:通讯员|记者|摄影)[\s:]?(?=[\u4e00-\u9fff]{2,4}(?:[\s、/)】\]]|$))"
    r"|原标题|原题|稿源|转自|出处|供稿|图/|文/|摄影|版权|免责|[本此]邮件|(?:特别)?声明|注:|凡本[网站]|转载|未经|本文(?:由|链接|为)|以上(?:内容|信息)|(?:相关)?资料图|图片:|图为"
    r"|(?:发布|发表|更新|公开|创建|录入|发稿)(?:时间|日期|于|者|人)?|(?:时间|日期)\s*:|(?:浏览|阅读|点击)(?:次数|量|数)?|人气|[\u4e00-\u9fff]{0,8}ICP备|Copyright|©|投稿|联系(?:人|方式|电话)|扫码下载|\(?完\)?$)",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:19|20)\d\d\s*[-/.年]\s*[01]?\d(?:\s*[-/.月]\s*[0-3]?\d)?|[0-3]\d\.[01]\d\.20\d\d")
_STAMP = re.compile(r"(?:19|20)\d\d\s*[-/.年]\s*[01]?\d\s*[-/.月]\s*[0-3]?\d|[0-3]\d\.[01]\d\.20\d\d")
_COLOPHON = re.compile(
    r"版权所有|版权归|侵权|免责声明|ICP备|公网安备|Copyright|All Rights|转载请注明|违者本网|网络.{0,6}删除|授权",
    re.IGNORECASE,
)
_ORIGINAL_TITLE = re.compile(r"^[\s(【\[]*(?:原标题|原题)\s*:")
_BYLINE = re.compile(
    r"^[\s(【\[]*(?:[\u4e00-\u9fffA-Za-z]{0,14} )?[\u4e00-\u9fffA-Za-z]{0,14}(?:记者|评论员|文/|通讯员|特派员|文/图|摄影|供稿|融媒体?)[\s:]?(?:[\u4e00-\u9fff]{1,4}[\s、/]?){0,8}(?:报道|摄|文/图)?[\s)】\]]*$"
)
_CREDIT = re.compile(
    r"^[(【]?[\u4e00-\u9fff]{2,12}(?:报|网|公众号|官网|新闻|在线|客户端|传媒|融媒)[)】]?$|^\([^()]{2,40}(?:记者|通讯员|审稿人|撰稿人)[^()]*\)$"
)
_NO_TITLE = re.compile(
    r"[。,;]$|^[^\u4e00-\u9fff]*$|[::]$|^[\u4e00-\u9fff]{2,3}(?:[ 、][\u4e00-\u9fff]{2,3}){1,4}$|首页|欢迎您|客服|用户名|注册|登录|打印|发送给|手机(?:看|版|报)|订阅|热门关键词|代码\s*:|简称\s*:"
    r"|^(?:核心提示|导读|摘要|内容提要|提要|编者按|内容摘要)|\$|第[A-Z]?\d+版|^[\u4e00-\u9fff]{2,20}(?:有限公司|董事会)$|(?:政府|委员会)\S{0,6}[长任]\s+\S{2,3}$|^【?资料图|^[\u4e00-\u9fff]{2,6}(?:新闻网|日报网|日报|晚报|在线|网)$"
)
_TITLE_LIKE = re.compile(
    r"^关于.+的(?:公告|通知|意见|报告)$|公司关于.+的公告$|^政府工作报告|(?:通报|周报|月报|简报|一周要闻)(?:\(.{1,12}\))?$"
)
_NOT_FIRST = re.compile(r"^(?:[Qq问答A]:|——|[一二三四五六七八九十]、|\d[、.])|[?]$")
_IN_HEADING = 4.0
"""Points for a line that the page is named after; more than all that its place and words can give."""
_MIN_BODY = 120
"""Body characters after which a list of other articles ends the piece."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a draft, [start, end) without its break."""

    start: int
    end: int
    text: str


def lines_of(text: str) -> list[Line]:
    """The lines, empty ones left out."""
    found: list[Line] = []
    at = 0
    for words in text.split("\n"):
        if words:
            found.append(Line(at, at + len(words), words))
        at += len(words) + 1
    return found


def zones_of(draft: Draft, markup: Markup | None = None) -> tuple[Zone, ...]:
    """The kinds of all lines, neighbours of one kind joined; they cover the text from 0 to its end."""
    lines = lines_of(draft.text)
    kinds: list[ZoneKind] = [kind_of(line.text) for line in lines]
    main = _lay_markup(draft, markup, lines, kinds) if markup else None
    _close_related(lines, kinds, [main is not None and main[0] <= draft.starts[line.start] < main[1] for line in lines])
    top = next((at for at, line in enumerate(lines) if kinds[at] == "body" and _is_prose(line.text)), len(lines))
    for at in range(top):
        if kinds[at] == "editor" or (
            kinds[at] == "body" and (_BYLINE.match(lines[at].text) or _is_dateline(lines[at].text))
        ):
            kinds[at] = "header"
    _close_tail(lines, kinds)
    title = title_line(lines, kinds, top, _heading(draft, markup, lines))
    if title is not None:
        kinds[title] = "title"
        for at in range(title):
            if kinds[at] == "body":
                kinds[at] = "navigation"
    if main:
        for at, line in enumerate(lines):
            if kinds[at] == "body" and draft.starts[line.start] < main[0]:
                kinds[at] = "navigation"
    return _joined(lines, kinds, len(draft.text))


def _lay_markup(draft: Draft, markup: Markup, lines: list[Line], kinds: list[ZoneKind]) -> Span | None:
    """Give lines the kinds that the markup names, and close what stands outside the element of the article, which is returned."""
    places = [draft.starts[line.start] for line in lines]

    def weights() -> Weights:
        prose = [
            len(line.text) * (kinds[at] == "body" and (_is_prose(line.text) or inside(markup.rows, places[at])))
            for at, line in enumerate(lines)
        ]
        rows = [(place, weight) for place, weight in zip(places, prose, strict=True) if weight]
        return Weights([place for place, _ in rows], [weight for _, weight in rows])

    everything = weights()
    hidden = [span for span in markup.hidden if 2 * everything.within(*span) <= everything.total]
    for at, place in enumerate(places):
        if inside(hidden, place):
            kinds[at] = "keywords"
    hints = around(markup.hints, everything)
    for at, place in enumerate(places):
        if kinds[at] != "keywords":
            kinds[at] = _by_hint(hints, place) or kinds[at]
    if markup.heading and not _is_only(markup.heading, places):
        for at, place in enumerate(places):
            if markup.heading[0] <= place < markup.heading[1]:
                kinds[at] = "navigation"
    main = main_block(markup, weights())
    if main:
        for at, place in enumerate(places):
            if kinds[at] == "body" and (place >= main[1] or (place < main[0] and _is_prose(lines[at].text))):
                kinds[at] = "related"
    return main


def _is_only(span: Span, places: list[int]) -> bool:
    """Whether all lines stand within the span."""
    return bool(places) and span[0] <= places[0] and places[-1] < span[1]


def _heading(draft: Draft, markup: Markup | None, lines: list[Line]) -> str:
    """The words of the page's own name, which most often hold the headline."""
    if not markup or not markup.heading:
        return ""
    start, end = markup.heading
    return "".join(line.text for line in lines[:40] if start <= draft.starts[line.start] < end)


def kind_of(words: str) -> ZoneKind:
    """What a line is, by its words alone."""
    size = len(words)
    if len(_SPAM.findall(words[:_SAMPLE])) >= max(2, min(size, _SAMPLE) // 60) or _PLACES_ROW.match(words):
        return "keywords"
    if size <= 60 and not _HAN.search(words):
        return "editor" if _DATE.search(words) else "navigation"
    if size <= 60 and (
        _NAVIGATION.match(words)
        or ((">" in words or "»" in words) and _CRUMBS.match(words) and not _PUNCTUATED.search(words))
    ):
        return "navigation"
    if (size <= 40 and _RELATED.match(words)) or (size <= 120 and _BOX.match(words) and not _PUNCTUATED.search(words)):
        return "related"
    if size <= 200 and _KEYWORDS.match(words):
        return "keywords"
    if size <= 160 and _ADVERT.search(words) and words.count("。") <= 2:
        return "advert"
    if (_EDITOR.match(words) and (size <= 60 or _COLOPHON.search(words))) or (
        size <= 120 and len(_COLOPHON.findall(words)) >= 2
    ):
        return "editor"
    if size <= 40 and words.count("|") >= 2 and not _PUNCTUATED.search(words):
        return "editor" if _DATE.search(words) else "navigation"
    return "body"


def _by_hint(hints: list[Hint], place: int) -> ZoneKind | None:
    """The kind that the innermost element with a telling name gives to a place in the original."""
    index = bisect_right(hints, (place, 1 << 60, "")) - 1
    for start, end, kind in reversed(hints[max(0, index - 12) : index + 1]):
        if start <= place < end:
            return kind
    return None


def _is_prose(words: str) -> bool:
    return (len(words) >= 45 and ("。" in words or "," in words)) or (
        len(words) >= 20 and words.endswith(("。", "。”", "!”"))
    )


def _is_dateline(words: str) -> bool:
    """Whether a line stands for its date: no sentence, no session's day in a headline, no period of a report."""
    if (
        len(words) > 60
        or "简称" in words
        or "," in words
        or _PUNCTUATED.search(words)
        or words.endswith(("会议上", "报告"))
    ):
        return False
    return _STAMP.search(words) is not None or (len(words) <= 24 and _DATE.search(words) is not None)


def _close_related(lines: list[Line], kinds: list[ZoneKind], is_main: list[bool]) -> None:
    """Let a heading of other articles take what follows: to the end once the body was seen, else up to the next prose.

    Within the element of the article it is a box that a site puts between paragraphs: the next prose ends it.
    """
    body = 0
    inside = False
    for at, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        if kind == "related":
            inside = True
        elif inside and kind == "body":
            goes_on = (body < _MIN_BODY or is_main[at]) and _is_prose(line.text)
            if goes_on and not line.text.endswith(("...", "…")):
                inside = False
            else:
                kinds[at] = "related"
        if kinds[at] == "body":
            body += len(line.text)


def _close_tail(lines: list[Line], kinds: list[ZoneKind]) -> None:
    """After the last prose, what follows the first source line, advert or link is no body any more."""
    prose = [at for at, line in enumerate(lines) if kinds[at] == "body" and _is_prose(line.text)]
    if not prose or sum(len(lines[at].text) for at in prose) < _MIN_BODY:
        return
    closed = False
    for at in range(prose[-1] + 1, len(lines)):
        if kinds[at] != "body":
            closed = True
        elif _BYLINE.match(lines[at].text) or _CREDIT.match(lines[at].text):
            kinds[at], closed = "editor", True
        elif closed:
            kinds[at] = "related"


def title_line(lines: list[Line], kinds: list[ZoneKind], top: int, heading: str = "") -> int | None:
    """The line above the first prose that is most like a headline; None where there is none. `heading` names the page."""
    body = _pairs("".join(line.text for line in lines[top : top + 12])[:800])
    best: tuple[float, int] | None = None
    for at in range(min(top, 40)):
        words = lines[at].text
        names_page = words in heading and len(words) * 3 >= len(heading)
        if kinds[at] not in ("body", "title") and not (names_page and kinds[at] == "related"):
            continue
        if not 5 <= len(words) <= 80 or _NO_TITLE.search(words):
            continue
        pairs = _pairs(words)
        score = 3 * len(pairs & body) / max(1, len(pairs)) + 2 * (kinds[at] == "title")
        score += 1.6 * (at + 1 < len(kinds) and kinds[at + 1] == "header") - 1.5 * bool(_NOT_FIRST.search(words))
        score += _IN_HEADING * names_page
        score += 0.4 * (at > 0 and kinds[at - 1] in ("header", "navigation"))
        score += (0.8 if len(words) >= 10 else 0.0) + 1.5 * bool(_TITLE_LIKE.search(words)) - 0.12 * at
        if best is None or score > best[0]:
            best = (score, at)
    return best[1] if best else None


def _pairs(words: str) -> set[str]:
    """All neighbouring characters, two by two."""
    return set(map(add, words, words[1:]))


def _joined(lines: list[Line], kinds: list[ZoneKind], size: int) -> tuple[Zone, ...]:
    zones: list[Zone] = []
    for at, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        end = lines[at + 1].start if at + 1 < len(lines) else size
        start = line.start if at else 0
        if zones and zones[-1].kind == kind and kind != "title":
            zones[-1] = Zone(zones[-1].start, end, kind)
        else:
            zones.append(Zone(start, end, kind))
    return tuple(zones) or (Zone(0, size, "body"),)
