"""Forms about sources."""

from __future__ import annotations

from typing import Any

from django import forms

from press.models import Source

PACES = [
    (15, "15 分钟"), (30, "30 分钟"), (60, "1 小时"), (180, "3 小时"), (360, "6 小时"), (720, "12 小时"), (1440, "每天"),
]  # fmt: skip
KINDS = [
    (kind.value, kind.label) for kind in (Source.Kind.FEED, Source.Kind.LIST, Source.Kind.SITEMAP, Source.Kind.PAGE)
]


def pace_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label="多久抓一次", choices=PACES, coerce=int, initial=60)


class LookForm(forms.Form):
    """The one field that adding a source takes."""

    url = forms.CharField(
        label="网址", max_length=2000,
        widget=forms.TextInput(attrs={"placeholder": "https://www.example.gov.cn/news/", "inputmode": "url", "autofocus": True}),
        help_text="栏目页、订阅（RSS）、站点地图或一篇文章的网址都可以，系统自己认。",
        error_messages={"required": "请填写网址。"},
    )  # fmt: skip


class SaveForm(LookForm):
    """What was found, to be looked at and saved. `address` is what will be asked; `url` what the person typed."""

    address = forms.CharField(widget=forms.HiddenInput, max_length=2000, required=False)
    kind = forms.ChoiceField(choices=KINDS, widget=forms.HiddenInput)
    name = forms.CharField(label="名称", max_length=120, error_messages={"required": "请给来源起个名称。"})
    pattern = forms.CharField(
        label="链接规则", max_length=500, required=False,
        help_text="* 代表任意一段文字，** 代表任意几层目录。也可以贴一篇文章的网址作例子，再按“重新预览”。",
    )  # fmt: skip
    every = pace_field()

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if data and data.get("kind") == Source.Kind.LIST and "save" in self.data and "*" not in data.get("pattern", ""):
            self.add_error("pattern", "列表页要有带 * 的链接规则。请先按“重新预览”让系统找。")
        return data


class EditForm(forms.ModelForm):
    every = pace_field()

    class Meta:
        model = Source
        fields = ("name", "pattern", "every")

    def __init__(self, *args: Any, has_pattern: bool, is_asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_pattern:
            del self.fields["pattern"]
        if not is_asked:
            del self.fields["every"]
        elif self.instance.every not in dict(PACES):
            self.fields["every"].choices = [*PACES, (self.instance.every, f"{self.instance.every} 分钟")]  # type: ignore[attr-defined]


class MailboxForm(forms.Form):
    name = forms.CharField(label="名称", max_length=120, initial="新闻邮箱")
    host = forms.CharField(
        label="IMAP 服务器", max_length=200, widget=forms.TextInput(attrs={"placeholder": "imap.example.com"})
    )
    port = forms.IntegerField(
        label="端口", initial=993, min_value=1, max_value=65535, help_text="只用加密连接（TLS）。"
    )
    user = forms.CharField(label="用户名", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    password = forms.CharField(
        label="密码或授权码", max_length=500, strip=False, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="加密保存，不再显示。留空则从环境变量 CRM_SOURCE_编号_PASSWORD 读。",
    )  # fmt: skip
    folder = forms.CharField(label="文件夹", max_length=200, initial="INBOX")
    every = pace_field()


class PasswordForm(forms.Form):
    password = forms.CharField(
        label="新的密码或授权码",
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class SenderForm(forms.Form):
    name = forms.CharField(
        label="名称", max_length=120, widget=forms.TextInput(attrs={"placeholder": "例如：剪报系统"})
    )
