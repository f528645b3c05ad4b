"""The states of a project: the words that tell of one, and whether they report it or announce it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reading.values import Stage

_WORDS: tuple[tuple[Stage, str], ...] = (
    ("operating", r"竣工投产|建成投[产用]|投[产运用]|投入(?:正式)?(?:使用|运营|运行|生产|商用)|开业|运营|启用|开园|营业|量产|达产|满产|开张|正式运行|下线|开门迎客|产线运转|稳定运行|迎客"),
    ("completed", r"竣工|试生产|试产|试运[行营]|交付|建成|完工|落成|验收|建好|点亮|收官"),
    ("building", r"在建|封顶|结顶|安装|调试|施工|主体|桩[基机]|加[快紧]建|加速建设|推进建设|建设(?:正酣|中|现场|进[度展]|如火如荼|提速)|正在?(?:加紧|加快|抓紧|紧张|全力|有序|稳步)?(?:建设?|推进|装修|盖)|(?:加快|有序|稳步|全力|顺利|扎实|紧张|快速|全面|强力|加速)(?:有序|地)?推进|打桩|浇筑|塔吊|拔地而起|续建|装修|冲刺|兴建|热火朝天|工地|桁架|土建|进场|建设"),
    ("started", r"开工|奠基|动工|启动建设|破土|开建|培土|打下第一桩|动土|开挖|上马|启动仪式|正式启动|启动"),
    ("landed", r"落户|落地|引进|招引|注册|摘牌|拿地|供地|落子|入驻|进驻|引入|落定|签约落地|扎根|摘得|竞得|安家|布局|入园|选址|落在|招商入园|落下|新设"),
    ("signed", r"签约|签署|签订|签下|签[了字定成]|落笔|协议|云签|合同|牵手|揽下|敲定|签"),
    ("negotiating", r"洽谈|在谈|意向|考察|商谈|磋商|对接|探讨|接洽|座谈|有意|初步|交流|看厂|了解|跟进|拜访|走访|希望"),
    ("planned", r"拟建?|谋划|储备|规划|筹[建备]|待建|前期|报批|公示|备案|计划|将(?:要)?建|打算|董事会|议案|公告|宣布|推介|环评"),
)  # fmt: skip
_STAGE = re.compile("|".join(f"(?P<{stage}>{pattern})" for stage, pattern in _WORDS))
_PLAN_BEFORE = re.compile(
    r"将|拟|计划|预计|预期|力争|争取|有望|即将|确保|准备|打算|明年|后年|年底前?|月底前?|待|目标|早日|尽快|尽早|推动|促进?|加快|保障|保|可望|望|要|"
    r"力促|助推|推进|实现|可|能|希望|盼|到20\d\d年|倒排|等待|争|需|为了|以便|便于|按期|如期|只等|冲刺|距离?|临近|剑指|谋划|锁定|启动"
)
_DONE_BEFORE = re.compile(r"已|正式|顺利|成功|日前|近日|昨[天日]|今[天日]|率先|相继|陆续|先后|接连|去年|前年|刚|完成|全部|终于|当[天日]|上午|下午|随着|实现了|如期|全面")
_PLAN_AFTER = re.compile(r"^(?:运营|达产|使用)?(?:之?后|以后|时[,,]|前|的目标|在即|条件|指日|之日|准备|计划|阶段目标)")
_NEGATED = re.compile(r"(?:未|没有?|尚未|不再|终止|取消|停止|暂停|若|如果|一旦|曾|原计划)[^,。;,;]{0,6}$")
_BREAK = re.compile(r"[,,;;。、::!?\n]")


@dataclass(frozen=True, slots=True)
class State:
    """One state told: offsets in the string searched."""

    start: int
    end: int
    stage: Stage
    plan: bool
    negated: bool
    done: bool


def states_in(text: str) -> list[State]:
    """All states that a sentence tells of, in order, each with whether it is a plan or a negation."""
    found = []
    for match in _STAGE.finditer(text):
        left = _BREAK.split(text[max(0, match.start() - 22) : match.start()])[-1]
        right = text[match.end() : match.end() + 8]
        plans = list(_PLAN_BEFORE.finditer(left))
        done = list(_DONE_BEFORE.finditer(left))
        plan = bool(plans) and (not done or done[-1].end() < plans[-1].start())
        plan = plan or bool(_PLAN_AFTER.match(right))
        stage: Stage = match.lastgroup  # type: ignore[assignment]
        found.append(State(match.start(), match.end(), stage, plan, bool(_NEGATED.search(left)), bool(done)))
    return found
