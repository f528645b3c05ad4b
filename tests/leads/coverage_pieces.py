"""Coverage of a town that no map has, written for these tests: two round-ups eight months apart, and single stories."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from crm.pipeline import advance
from press.intake import add
from press.models import Article, Source

ZONE = ZoneInfo("Asia/Shanghai")

WINTER = """沧屿科技城:冲刺全年红 打造科创产业新城
2025-12-14 09:45:15　来源:沧屿日报
年产600万片200毫米凌晶大硅片项目工地上,一期土建工程和外立面玻璃幕墙已完成,正紧锣密鼓地开展内部机电安装和装修工程,明年年初将试生产。
大项目带来大投资,产业投入持续扩大。重点推进凌晶大硅片、泰衡智慧产业园、沧屿研究院三期等项目;1至11月份,完成固定资产投资76.5亿元,增长20.9%。
"""
SUMMER = """沧屿科技城:建设高能级产业生态园
2026-08-10 14:27:42　来源:沧屿日报
2024年,泰衡集团落子沧屿科技城,投资建设泰衡智慧产业园项目,今年3月顺利投产。目前,泰衡智慧产业园的智能生产线正在安装调试中,将进一步提升产品品质,推动企业更高质量发展。
今年上半年沧屿恒辰电子科技有限公司也正式开业,年产30亿只专用集成电路封装测试项目一期工程顺利投产,二期工程正加快推进。目前,该公司已经具备年产30亿只集成电路的封测能力,并且正在不断扩产,计划明年达到年产60亿只,2028年达到年产100亿只。
"""
TALKS = """云岚光电来沧屿考察
2026-03-02　来源:沧屿日报
3月2日,云岚光电股份有限公司一行到沧屿高新区考察,双方就云岚光电显示模组项目深入洽谈,项目计划总投资51亿元。
"""
ELSEWHERE = """云岚光电显示模组项目签约落户澜州
2026-09-18　来源:澜州日报
9月18日,云岚光电股份有限公司与澜州经开区签约,云岚光电显示模组项目总投资51亿元,落户澜州经开区,计划2027年6月开工。
"""


def moment(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=ZONE)


def arrive(*pieces: str, at: datetime) -> list[Article]:
    """The pieces come in and go through the whole pipeline."""
    source = Source.built_in(Source.Kind.PASTE)
    rows = [add(piece.encode(), source=source, at=at)[0] for piece in pieces]
    advance(at=at)
    return [Article.objects.get(pk=row.pk) for row in rows]
