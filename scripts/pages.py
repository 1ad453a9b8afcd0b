"""Make the generated pages of docs/ from the code, so that they cannot say anything else.

`python scripts/pages.py` writes them; `--check` writes nothing and ends with 1 where one is stale.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from wording_page import wording_page

from okrsheets.cli import COMMANDS
from okrsheets.cli.template import COMMANDS as TEMPLATE_COMMANDS
from okrsheets.display import ended
from okrsheets.exports.column import SORT_WORDS, Column
from okrsheets.exports.columns import TABLES
from okrsheets.exports.columns_flat import FLAT
from okrsheets.exports.dictionary import meaning_with_codes, unit_words
from okrsheets.findings.catalogue import CATALOGUE
from okrsheets.findings.entry import Entry
from okrsheets.language import Language, load_language
from okrsheets.layout import build_layout
from okrsheets.roster.headings import HEADINGS, REQUIRED
from okrsheets.settings.model import allowed_of, each_setting
from okrsheets.settings.text import write_settings
from okrsheets.shape import SheetOptions

ROOT = Path(__file__).resolve().parent.parent
EN, ZH = load_language("en"), load_language("zh")
MADE = "<!-- made by scripts/pages.py: do not edit -->"
FAMILIES = {
    "F": "The file and its container · 文件本身",
    "L": "Layout, identity, tampering · 版式、身份与改动",
    "S": "A value in a cell · 单元格取值",
    "K": "Objectives, key results, weights, reasons · 目标、关键结果、权重与理由",
    "W": "How objectives and key results are worded · 目标与关键结果的措辞",
    "V": "People, versions, duplicates · 人员、版本与重复",
    "R": "The roster · 花名册",
    "P": "Paper and PDF · 打印与 PDF",
    "T": "A company's own template · 公司自己的模板",
}
SEVERITIES = {"error": "error · 错误", "warning": "warning · 警告", "note": "note · 提示"}
AUDIENCES = {
    "contributor": "for the person who fills in the sheet · 由填表人处理",
    "hr": "for HR · 由人力资源部处理",
    "administrator": "for the administrator · 由系统管理员处理",
}


def findings_page() -> str:
    """Give docs/findings.md: every code of the catalogue, a paragraph in each language."""
    lines = ["# Findings · 检查结果", "", MADE, ""]
    lines += [
        "Every message of okrsheets about people's data has a code. An error keeps the whole file",
        "out; warnings and notes do not. `okrsheets explain CODE` says the same at the terminal.",
        "",
        "okrsheets 对数据提出的每条意见都有代码。有错误的文件整份不予接收；警告和提示不影响接收。",
        "在终端可用 `okrsheets explain 代码` 查看同样的内容。",
    ]
    entries = sorted(CATALOGUE.values(), key=lambda e: (list(FAMILIES).index(e.code[0]), e.code))
    for letter, family in groupby(entries, key=lambda entry: entry.code[0]):
        lines += ["", f"## {letter} — {FAMILIES[letter]}"]
        for entry in family:
            lines += _entry(entry)
    return "\n".join(lines) + "\n"


def _entry(entry: Entry) -> Iterator[str]:
    yield from ("", f"### {entry.code} {entry.title} · {ZH.text(entry.title)}", "")
    yield f"*{SEVERITIES[entry.severity]}; {AUDIENCES[entry.audience]}*"
    for language in (EN, ZH):
        parts = (entry.message, entry.expected, entry.action)
        joint = "" if language is ZH else " "
        yield from ("", "> " + joint.join(ended(language.text(part), language) for part in parts))
        yield from ("", language.text(entry.about))


def settings_page() -> str:
    """Give docs/settings.md: every setting, and the whole file with its defaults."""
    lines = ["# Settings · 设置", "", MADE, ""]
    lines += [
        "`okrsheets.toml` holds the settings of a workspace; `okrsheets init` writes it with every",
        "key, its default and a remark. All wrong values are named at once; an unknown key is",
        "refused.",
        "",
        "`okrsheets.toml` 保存工作区的设置；`okrsheets init` 会写出全部设置项、默认值和说明。",
        "所有不合规的取值会一次列出；未知的设置项不予接受。",
        "",
        "| setting · 设置项 | default · 默认 | meaning · 含义 | allowed · 可取 |",
        "|---|---|---|---|",
    ]
    for section, name, field in each_setting():
        key = f"{section}.{name}".lstrip(".")
        default = "–" if field.is_required() else _default(field.default)
        about, allowed = field.description or "", allowed_of(field)
        lines.append(
            f"| `{key}` | {default} | {about}<br>{ZH.text(about)} | "
            f"{allowed}<br>{ZH.text(allowed)} |"
        )
    values = {"organisation": "Brightline", "year": 2026}
    lines += [
        "",
        "## The file · 设置文件",
        "",
        "```toml",
        write_settings(values, EN).strip(),
        "```",
    ]
    return "\n".join(lines) + "\n"


def _default(value: object) -> str:
    if isinstance(value, tuple):
        return "`" + ", ".join(map(str, value)) + "`"
    return f"`{value}`" if value != "" else "–"


COLUMNS = {
    "id": ("The id, as text: `000123` is not `123`.", "工号，按文本处理：`000123` 不等于 `123`。"),
    "name": ("The name on sheet and reports.", "评分表和报告上的姓名。"),
    "department": ("The path from the top: `A/B` or `A > B`.", "自上而下的部门路径。"),
    "title": ("The job title.", "岗位。"),
    "manager": ("The manager's id (better) or name.", "上级的工号（推荐）或姓名。"),
    "email": ("The e-mail address.", "邮箱。"),
    "joined": ("The first day; no quarter is due before.", "入职日期；之前的季度不要求提交。"),
    "left": ("The last day; no quarter is due after.", "离职日期；之后的季度不要求提交。"),
    "kind": ("person (default), department or company.", "人员（默认）、部门或公司。"),
    "language": ("zh or en, where not the workspace's.", "与工作区不同时填 zh 或 en。"),
}
ROSTER_HEAD = """# The roster · 花名册

{made}

`roster.xlsx`, or `roster.csv` in UTF-8 or GB18030 with commas, semicolons or tabs. Titles may stand
above the headings; columns may stand in any order; unknown ones are left out. A row whose id is
`EXAMPLE` or `示例` counts for nothing. Codes R… of [findings](findings.md) say what can be wrong;
with any error nothing is written.

可用 `roster.xlsx`，或 UTF-8、GB18030 编码的 `roster.csv`（逗号、分号或制表符分隔）。
表头之上可以有标题行；列的顺序不限；不认识的列不读取。工号为 `EXAMPLE` 或“示例”的行不计入。
可能的问题见[检查结果](findings.md)中的 R 类代码；只要有错误，就不写入任何内容。

| column · 列 | headings · 可用表头 | meaning · 含义 |
|---|---|---|
"""
LAYOUT_HEAD = """# The score sheet's fields · 评分表字段

{made}

The default sheet: 3 objectives with 3 key results each. Q2, Q3 and Q4 are laid out as Q1. Fields
are found by the keys in the hidden first row and column, not by these addresses. `okrsheets layout
--format json` gives the layout of a workspace.

默认评分表：3 个目标，每个目标 3 个关键结果；Q2、Q3、Q4 与 Q1 相同。读取时按隐藏的首行、
首列中的键查找字段，而不是按这些地址。
工作区的实际版式可用 `okrsheets layout --format json` 查看。

| field · 字段 | cell · 单元格 | kind · 类型 |
|---|---|---|
"""


def roster_page() -> str:
    """Give docs/roster.md: the columns of the roster and what they may be called."""
    lines = []
    for field, words in HEADINGS.items():
        star = " (required · 必填)" if field in REQUIRED else ""
        lines.append(f"| {field}{star} | {', '.join(words)} | {'<br>'.join(COLUMNS[field])} |")
    return ROSTER_HEAD.format(made=MADE) + "\n".join(lines) + "\n"


def layout_page() -> str:
    """Give docs/layout.md: the fields of one quarter and of the annual tab, with their cells."""
    lines = [row for row in _fields(EN) if not row.startswith(("| `Q2", "| `Q3", "| `Q4"))]
    lines += ["", "## Words of the drop-downs · 下拉选项", ""]
    lines += ["| list | code | English | 中文 |", "|---|---|---|---|"]
    words = build_layout(SheetOptions(), ZH).choices
    for name, choices in build_layout(SheetOptions(), EN).choices.items():
        lines += [
            f"| {name} | `{code}` | {w} | {words[name][code]} |" for code, w in choices.items()
        ]
    return LAYOUT_HEAD.format(made=MADE) + "\n".join(lines) + "\n"


def _fields(language: Language) -> Iterator[str]:
    for key, field in build_layout(SheetOptions(), language).fields.items():
        computed = ", computed · 自动计算" if field.rule.computed else ""
        yield f"| `{key}` | {field.place} | {field.rule.kind}{computed} |"


COMMANDS_HEAD = """# Commands · 命令

{made}

Commands work in the workspace they stand in, or in the one that `-C DIR` names. People read tables
and standard error; `--format json` on standard output is complete and stable. The language of the
terminal is that of the variable `OKRSHEETS_LANGUAGE` (`en`, `zh`), else of the locale, else of the
workspace.

命令作用于当前所在的工作区，或 `-C DIR` 指定的工作区。表格和标准错误供人阅读；`--format json`
在标准输出给出完整、稳定的结果。
界面语言依次取自环境变量 `OKRSHEETS_LANGUAGE`（`en`、`zh`）、系统区域设置、工作区的语言。

| exit code · 退出码 | meaning · 含义 |
|---|---|
| 0 | all accepted · 全部接收 |
| 1 | faults in people's data · 数据有错误 |
| 2 | wrong usage or settings · 用法或设置有误 |
| 3 | the machine lacks something · 本机条件不足 |
| 4 | an internal fault · 内部故障 |
| 130 | interrupted (Ctrl-C) · 被中断 |
| 143 | terminated (SIGTERM) · 被终止 |
"""
HELP_OF_ALL = """
import sys
from okrsheets.__main__ import main
for name in sys.argv[1:]:
    main([*name.split(), "--help"])
    print(chr(12), end="")
    sys.stdout.flush()
"""


def commands_page() -> str:
    """Give docs/commands.md: exit codes, and the help of every command in both languages."""
    lines = []
    known = {}
    for name, text in COMMANDS.items():
        known[name] = text
        if name == "template":
            known |= {f"{name} {below}": word for below, word in TEMPLATE_COMMANDS.items()}
    pages_of = zip(known.items(), _help("en", [*known]), _help("zh", [*known]), strict=True)
    for (name, text), *pages in pages_of:
        lines += ["", f"## {name}", "", text, "", ZH.text(text)]
        for page in pages:
            lines += ["", "```text", page.strip(), "```"]
    return COMMANDS_HEAD.format(made=MADE) + "\n".join(lines) + "\n"


def _help(language: str, names: list[str]) -> list[str]:
    environment = {"OKRSHEETS_LANGUAGE": language, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", HELP_OF_ALL, *names],
        check=True,
        capture_output=True,
        env={**os.environ, **environment},
    )
    return done.stdout.decode().split("\f")[:-1]


DICTIONARY_HEAD = {
    "en": """# The data dictionary

{made}

[中文](data-dictionary.zh-CN.md)

Every column that `okrsheets scores` exports and [`okrsheets.scores`](api.md) gives, under its name
in CSV, Parquet and pandas. A workbook has the headings; of a code it has two columns, the word and
the code. Numbers are right to ten places; blank is missing, never 0.
""",
    "zh": """# 数据字典

{made}

[English](data-dictionary.md)

`okrsheets scores` 导出的、[`okrsheets.scores`](api.zh-CN.md) 给出的每一列；列名是 CSV、Parquet、
pandas 中的名称。工作簿用表头；代码在工作簿中占两列：文字和代码。数值精确到小数点后十位；
空白表示没有数据，绝不等于 0。
""",
}
DICTIONARY_TABLE = {
    "en": ("A line is {line}.", "name | heading | kind | unit | meaning | blank"),
    "zh": ("每行是{line}。", "列名 | 表头 | 值的类型 | 单位 | 含义 | 何时为空"),
}


def dictionary_page(language: Language) -> str:
    """Give docs/data-dictionary: every column of every export, from the table of the code."""
    line, heads = DICTIONARY_TABLE[language.code]
    lines = [DICTIONARY_HEAD[language.code].format(made=MADE)]
    for table in (*TABLES.values(), FLAT):
        lines += [f"## `{table.name}` · {language.text(table.title)}", ""]
        lines += [line.format(line=language.text(table.line)), ""]
        lines += [f"| {heads} |", "|---" * 6 + "|"]
        lines += [f"| {' | '.join(_column(column, language))} |" for column in table.columns]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _column(column: Column, language: Language) -> tuple[str, ...]:
    return (
        f"`{column.name}`",
        language.text(column.heading),
        language.text(SORT_WORDS[column.sort]),
        unit_words(column, language) or "–",
        meaning_with_codes(column, language),
        language.text(column.blank),
    )


PAGES: dict[str, Callable[[], str]] = {
    "docs/findings.md": findings_page,
    "docs/settings.md": settings_page,
    "docs/roster.md": roster_page,
    "docs/layout.md": layout_page,
    "docs/commands.md": commands_page,
    "docs/wording.md": lambda: wording_page("en", MADE),
    "docs/wording.zh-CN.md": lambda: wording_page("zh", MADE),
    "docs/data-dictionary.md": lambda: dictionary_page(EN),
    "docs/data-dictionary.zh-CN.md": lambda: dictionary_page(ZH),
}


def main() -> int:
    """Write or check every page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = []
    for name, page in PAGES.items():
        file, text = ROOT / name, page()
        if not check:
            file.write_text(text, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            stale.append(f"{name} is stale: run scripts/pages.py")
    print("\n".join(stale) or "the pages are up to date")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
