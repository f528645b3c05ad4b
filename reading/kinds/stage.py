"""The states of a project: the words that tell of one, and whether they report it or announce it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reading.scan import guarded, scanner
from reading.values import Stage

_WORDS: tuple[tuple[Stage, str], ...] = (
    ("operating", r"竣工投产|建成投[产用运]|(?<!试)投[产运用](?!率|达效行动)|投入(?:正式)?(?:使用|运营|运行|生产|商用)|开业|正式运营|(?<![与和、])试?运营(?!总|经理|商|公司|中心|管理|服务|主体|资本|部|方|有限|模式|结算|指挥|调度|基地|平台|维护)|(?<=、)试?运营(?!总|经理|商|公司|中心|管理|服务|主体|资本|部|方|有限|模式|结算|指挥|调度|基地|平台|维护|、)|启用|开园(?!\d)|开始营业|量产|达产|满产|开张|正式运行|下线|开门迎客|稳定运行|迎客|在产(?![业品量])|出产品|出了?(?:第一|首)?[批罐炉台件片]?(?:货|产品)|产出(?:第一|首)|出了?(?:第一|首)[批罐炉台件片]|开机|开炉|出料|通气(?!试)|试营业|投料(?!试)|点火(?!试|开工|仪式)|出货|批量供货|满负荷|商业运行|正常生产|全容量并网|(?:成功|首次|顺利|正式|已|实现)并网|并网发电|上[电线]运行|(?:正常|平稳|稳定|连续|上架|已经?|通水|顺利|高速)运[行转](?!商)|运[行转](?:正常|平稳|良好|顺畅)|(?<!未)恢复生产|(?<![工])复产|(?:启动|开始|陆续|全线|稳定|开工)生产(?!线)|投了产|开街|通车(?!里程)|(?:建成|对外|正式|免费)开放|产销两旺|(?:开足|满)[三两]班|双班|开馆|首演|首批产品|马力全开|开足马力|连轴转|运转[了着]|开门(?:营业|迎客)|点炉|(?:开始|已经?|正在?|小批量|批量)供货|日夜不停"),
    ("completed", r"(?<!开)竣工|试生产|试产|试运行|交付|建成|完工(?![厂程序])|落成|点亮|(?<!中)试车(?!间)|装完|搬完|改造完|交(?:了|的)?钥匙|试投产?|试运转|(?:点火|投料|通气)试(?:生产|产|运行|投产|车)|具备(?:投产|生产|交付)条件|通过验收|竣工验收|建好|收官|全部完成|(?:工程)?中交(?![一二三四建集])|中间交接|点火仪式|(?:均|已|已经|全部)(?:通过)?验收|(?:提前|顺利|主体|完成)[^,。;、]{0,6}验收|水电气?全?通"),
    ("building", r"在建|复工|封顶|结顶|安装|调试|施工(?!图|证|内容|合同|招标)|主体(?:结构|工程|厂房|建筑|建设)?(?:已|已经|全部|基本|顺利|陆续|全面)*(?:完工|完成|起来|过半|施工|封)|封了顶|桩[基机]|打桩|浇筑|塔吊|拔地而起|续建|内?装修|热火朝天|桁架|土建|"
     r"加[快紧]建设?|加速建设|推进建设|建设(?:正酣|现场|进[度展]|如火如荼|提速|工地)|(?:正在?|抓紧|紧张|全力|有序|稳步|全面)(?:加紧|加快|抓紧|紧张|全力|有序|稳步)*(?:建设|推进|装修|盖|赶|建)|加紧建|"
     r"(?:加快|有序|稳步|全力|顺利|扎实|紧张|快速|全面|强力|加速|统筹)(?:有序|地)?推进|冲刺|工地上|建设中|进场(?!施工|时间)|收尾|(?<![总组安])装线|吊装|正在?(?:砌|绑|铺|搭|装|打地坪)|在[砌绑铺搭]|幕墙|钢构|设备(?:陆续|已|正|开始)?(?:进场|到货|到位|搬入|通电)|盖了(?!章|戳)|(?<![举兴掀发建提引唤担响拿站做])起了|起到[一二三四五六七八九十\d]+层|打地坪|(?:完成|建到|建设到|干到|进度|工程量?)[^,。;、投资任]{0,8}(?:一半|[一二三四五六七八九]成(?![员本立果绩])|\d+(?:\.\d+)?%)|初具(?:规模|雏形)|初?[见显]雏形|扫尾|近尾声|进入尾声|(?:接近|即将)完工|[在正]做(?:主体|基础|厂房|地面|地坪|二期|配套|附属)|有条不紊|紧锣密鼓|如火如荼|(?:冒雨|昼夜|交叉)作业|建设(?:当中|之中|阶段)(?!性)|正在?(?:紧张|抓紧|加紧|有序)?地?进行[^,。;、洽谈]{0,8}(?:建设|工程|装修|装饰)|地基(?:工程|处理)|基础(?:工程|施工|开挖|回填)|打完桩|烘炉|吹管|合龙|屋架|立[钢柱]柱?|吊车梁|管道预制|(?:设备|汽轮机|锅炉|机组|主机)[^,。;、]{0,6}(?:就位|装好)|(?:厂房|主体|车间|框架)[^,。;、]{0,6}(?:完成|建成|完工)(?!投|并|验收|交付)|快马加鞭|按图推进|过半(?!数)|净化工程|盖到|砌[了好到]|浇[完到]|搭起|立起来?|扎钢筋|装了一半|开足工"),
    ("started", r"开工|进场施工|奠基|动工|启动建设|破土|开建|培土|打下(?:了)?第一(?:根)?桩|动土|开挖|上马|启动仪式|正式启动|(?:项目|工程|基地|当[天日]|今[天日]|昨[天日]|同时|集中)启动(?![区会资规])|动了工|动的[土工]|动建|(?:开始|着手)(?:建设|扩建|兴建|新建|改建)|全面启动(?!会)|场地平整|平整作业|土地平整|清表|进场仪式|打下?第一根?桩|开槽|第一铲|场平|平场|平整(?:场地|土地)|三通一平|打[了好]?围[挡墙]?|动了土|破了土|开[了的]工|挖了?基坑"),
    ("landed", r"落户|落地|引进(?![^,。;、]{0,10}(?:设备|技术|工艺|人才|专利|系统)|(?:一|两|[\d.]+)条|一?[套台批]|[^,。;、]{0,6}(?:先进|完整)的)|招引|注册(?!资|商标|证|用户)|摘牌|拿地|供地|落子|入驻|进驻|引入|落定|扎根|摘得|竞得|安家|入园|拍(?:得|下)|租下|交地|批地|挂牌出让|执照|落了[户地]|摘[了下到]?[^,。;、]{0,6}地(?!铁|产|标|区|方)|摘下|(?:拿|拍|要|批)(?:到了?|下了?|了)[^,。;、]{0,12}(?:地块|亩|土地)|净地|土地出让|用地批复|取得[^,。;、]{0,16}(?:土地|使用权|地块)|竞拍|招拍挂|土地证|不动产权证|土地(?:手续|移交|挂牌)|完成征地|租(?:了|下|用|赁)[^,。;、]{0,12}(?:厂房|平方米|标准层)|落进|迁入(?!往)|正式成立|工商登记|营业执照"),
    ("signed", r"签约(?:落户|落地|引进|入驻|进驻|入园)?|(?:签署|签订|签下|签[了字定成])(?![^,。;、]{0,16}意向)|落笔|订立[^,。;、]{0,8}(?:协议|合同)|签协议|云签|牵手|揽下|敲定|(?<!批)签(?!发|名|证|到|收|注|了?(?:个|份|投资)?意向)"),
    ("negotiating", r"洽谈|在谈|意向|考察|商谈|磋商|对接|探讨|接洽|座谈|有意|拜访|走访|备忘录|草签|还在谈|在商量|感兴趣|浓厚兴趣|协商(?!会)|共商|商讨|(?:一致|初步|合作)意见|谈妥|跟进|看地|看厂|(?<![面约访会恳])谈[着了]|没谈[拢成]|谈不拢|踏勘|比选|接触|议价|交换(?:了)?意见|扯皮|协议起草|起草(?:协议|阶段)|来谈|[在要]谈(?!判桌)|谈判"),
    ("planned", r"获批(?:上马|建设|立项)?(?!土地|用地)|获(?:得|取)?[^,。;、]{0,6}批复|尚?未动工|立项|拟|谋划|储备|规划(?!用地|总?占地|面积|建筑|约|年产|总|建设|展示|布局|局)|筹[建备]|待建|前期|报批|公示|备案|(?<![原人动度])计划(?!总?投资|用地|占地|建筑|年产|总|两|三|分)|打算|招商(?:单|手册|推介)|董事会|议案|环评|将建|将新?建|准备|可研|图审|过会|安评|待批|选址论证|预审|观望|地勘|(?:正在?|正进行|抓紧|加紧|着手|开始)[^,。;、]{0,4}(?:办理(?!完|结)|审批|勘测|勘察|选址|设计)|图纸|能评|等(?:批|审批|证|指标)|尚?未(?:落实|启动|开工)|酝酿|设想|论证|筹划|正?考虑(?!到)|做方案|方案[^,。;、]{0,6}(?:深化|编制|设计|评审)|报规|核准|组卷|决定(?:在|投资|新建|建设|扩建)|等待|(?:正在?|还在)(?:跑办|编制|申报|申请)"),
)  # fmt: skip
_STAGE = scanner("|".join(f"(?P<{stage}>{guarded(pattern)})" for stage, pattern in _WORDS))
_PLAN_BEFORE = scanner(
    r"将(?!军)|拟|计划|预计|预期|原定|筹[备划]|力争|争取|有望|即将|确保|准备|打算|明年|后年|(?<![去前\d])年底前?|(?:本|这个?|下个?|\d)月底前|(?:本|这个?|下个?)月底|(?<![接招期对])待(?!遇)|目标|早日|尽快|[早快]$|年内$|尽早|推动|促进|加快|"
    r"保障|可望|(?<![主重必纪])要(?![素求闻点])|力促|助推|可(?!再生|持续|降解|靠|谓)|(?<![智产节储性功动热职核光风氢潜阳扩赋效技新])能(?![源力量级耗效手动])|希望(?!集团|小学|工程|股份)|盼|到20\d\d年|"
    r"倒排|[两三四五]期(?:实施)?$|^[只就]?等(?!于)|等待|等着|等到|为了|以便|便于|按期|只等|冲刺|距离|临近|剑指|锁定|就(?:等|待)|往|朝着"
)
_INTENT = re.compile(r"打算|有意|准备再|下一步|明年|拟(?!投资|定)")
"""Words of a clause that make what the next one opens with a plan (打算再拿出4亿元,上马二期)."""
_URGED = re.compile(
    r"(?:加快|推动|促进|同意|确保|力争|争取|加速|力促|保障|推进|抓好|抓紧|力保|尽快|早日)[^,;。!?\n]{2,64}$"
)
"""Verbs that urge on what a whole list of projects shall reach (推动甲、乙等项目的竣工投产)."""
_DONE_BEFORE = re.compile(
    r"已|正式|顺利|成功|日前|近日|昨[天日]|今[天日]|率先|相继|陆续|先后|接连|去年|前年|刚|完成|全部|终于|当[天日]|上午|下午|随着|实现了|如期|全面"
)
_LOOSE = frozenset(("正式", "顺利", "成功", "全面", "陆续", "相继", "全部"))
"""Words that go with what is done and with what is planned (打算9月正式投产)."""
_MEANT = re.compile(r"(?:打算|计划|预计|预期|力争|争取|有望|即将|准备|可以)(?!年度|总?投[资入])")
_LATER = re.compile(r"(?<![用时过了])\d+个月(?:内|后)?$")
_PARTS = re.compile(
    r"(?:土建|框架|基建|桩基|基础|钢结构)(?:工程|结构|部分|施工|建设)?(?:已经?|都|均|全部|基本|率先|顺利|提前|陆续|全面|,)*$"
)
"""What is done of a plant of which only the shell stands."""
_PLAN_AFTER = re.compile(
    r"^(?:运营|达产|使用)?(?:(?P<later>之?后|以后)|时[,,]|前|的目标|在即|条件|指日|之日|准备|计划|阶段目标|环节)"
)
_SIGNED_SUM = re.compile(r"(?:总)?(?:金额|额|资金)")
"""What follows where the sum of a contract is told: it is signed whatever is planned with it."""
_NEGATED = re.compile(r"(?:未|没有?|尚未|不再|终止|取消|停止|暂停|若|如果|一旦|曾|原计划)[^,。;,;]{0,6}$")
_OTHER_SITE = re.compile(r"(?:老|旧|原|现有的?|原有的?)(?:厂|工厂|产线|生产线|线|基地|车间)")
"""A firm's older works: that these produce is not said of a new project."""
_SCHEDULE = re.compile(
    r"按照?(?:计划|规划|目标|协议)|根据(?:计划|规划|协议)|届时|到时候|到那时|建成后|投产后|达产后|下一步|接下来|未来[三五]年|到20[3-9]\d年"
)
_CLAUSE = re.compile(r"[,;。!?\n]")
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


def states_in(text: str, future: list[tuple[int, int]] | None = None) -> list[State]:
    """All states that a sentence tells of, in order, each with whether it is a plan or a negation.

    `future`: where times later than the coverage stand; what their clause tells is a plan.
    """
    return states_of(text, state_words(text), future)


def state_words(text: str) -> Iterator[re.Match[str]]:
    """The words of a sentence that tell of states, in order."""
    return _STAGE.finditer(text)


def states_of(text: str, words: Iterable[re.Match[str]], future: list[tuple[int, int]] | None = None) -> list[State]:
    """The states that those words of a sentence tell of, as `states_in` has them."""
    found = []
    schedule = _SCHEDULE.search(text)
    for match in words:
        *before, left = _BREAK.split(text[max(0, match.start() - 22) : match.start()])
        right = text[match.end() : match.end() + 8]
        plans = list(_PLAN_BEFORE.finditer(left))
        done = list(_DONE_BEFORE.finditer(left))
        sure = [each for each in done if each[0] not in _LOOSE]
        plan = bool(plans) and (not done or done[-1].end() < plans[-1].start())
        plan = plan or (bool(done) and not sure and bool(_MEANT.search(left)))
        clause = _CLAUSE.split(text[max(0, match.start() - 76) : match.start()])[-1]
        plan = plan or (not done and bool(_URGED.search(clause)))
        after = _PLAN_AFTER.match(right)
        plan = plan or bool(after and not (after["later"] and sure))
        plan = plan or bool(schedule and schedule.end() <= match.start() and not done)
        plan = plan or bool(_LATER.search(left)) or (not left and bool(before and _INTENT.search(before[-1])))
        plan = plan or any(
            match.start() - 14 <= start <= match.end() + 6
            and not _BREAK.search(text, min(start, match.end()), max(end, match.start()))
            for start, end in future or ()
        )
        stage: Stage = match.lastgroup  # type: ignore[assignment]
        if stage == "signed" and _SIGNED_SUM.match(right):
            plan = False
        if stage == "completed" and _PARTS.search(left):
            stage = "building"
        negated = bool(_NEGATED.search(left)) or (
            stage in ("completed", "operating") and bool(_OTHER_SITE.search(left))
        )
        found.append(State(match.start(), match.end(), stage, plan, negated, bool(done)))
    return found
