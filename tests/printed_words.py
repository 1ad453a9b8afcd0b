"""The words on reports in both languages, each with a code: what a reader of paper has to know."""

from types import MappingProxyType

_WORDS = {
    "mean": ("Mean score", "平均得分"),
    "median": ("Median", "中位数"),
    "submitted": ("Submitted", "已提交"),
    "reached": ("On target or above", "达到预期及以上"),
    "cycles": ("Scores by quarter", "季度得分", "Scores by month", "月度得分"),
    "year": ("Scores of the year", "全年得分"),
    "by objective": ("Scores by objective", "目标得分"),
    "own sheets": ("Sheets of the company and its departments", "公司与部门评分表得分"),
    "groups": ("People's scores by department", "各部门人员得分"),
    "distribution": ("Distribution of people's scores", "个人得分分布"),
    "counts": ("Counts by band", "分档统计"),
    "cases": ("To talk about, by department", "各部门需要讨论的事项"),
    "matters": ("To talk about", "需要讨论的事项"),
    "order": ("Order of talk", "讨论顺序"),
    "no_progress": ("No progress", "无进展"),
    "below": ("Below", "未达预期"),
    "on_target": ("On target", "达到预期"),
    "outstanding": ("Outstanding", "远超预期"),
    "none": ("Not scored", "未评"),
    "out": ("Void, excused", "作废、免评"),
    "total": ("Total", "合计"),
    "not_submitted": ("Not submitted", "未提交"),
    "empty": ("Not planned", "未填写"),
    "planned": ("Planned", "已制定"),
    "partial": ("Partly scored", "打分未完"),
    "scored": ("Scored", "已打分"),
    "void": ("Void", "作废"),
    "not_employed": ("Not employed", "未在职"),
    "n/a": ("n/a", "不适用"),
    "few": ("Few", "人数少"),
    "company": ("Company", "公司"),
    "people": ("People", "人员"),
    "objectives": ("Objectives", "目标"),
    "key results": ("Key results", "关键结果"),
    "overall": ("Overall", "总分"),
    "band": ("Band", "分档"),
    "excused": ("Excused", "免评"),
    "closed": ("Closed", "已关闭"),
    "case unscored": ("No score yet", "尚无得分"),
    "case no_progress": ("No progress: a score of 0.00", "无进展：得分 0.00"),
    "case off_track": ("At risk or off track", "有风险或失控"),
    "case zero": (
        "Key results at 0.00, neither at risk nor off track by their status",
        "得分 0.00，但状态未标有风险或失控的关键结果",
    ),
    "case changed": ("Plan changed since it was frozen", "冻结后改动过计划"),
    "case overruled": (
        "Final score more than 0.1 from the computed one",
        "最终得分与计算得分相差超过 0.1",
    ),
    "case apart": ("Self and reviewer score more than 0.1 apart", "自评与上级评相差超过 0.1"),
    "case void": ("Void key results", "作废的关键结果"),
    "case full": ("Full marks: a score of 1.00", "满分：得分 1.00"),
    "without": ("Without a department", "未分部门"),
    "mean of people": ("Mean of the people", "人员平均"),
    "summary": ("Summary", "汇总"),
    "record": ("Decisions", "会议决定"),
    "inside": ("Reports inside", "报告份数"),
    "questions": ("Questions from calibration", "校准提出的问题"),
    "page": ("Page", "页码"),
    "roster": ("On the roster", "花名册行数"),
    "planned or scored": ("Planned or scored", "已制定或打分"),
    "participation": ("Participation", "参与情况"),
    "deadlines": ("Deadlines", "截止日期"),
    "departments": ("By department", "部门汇总"),
    "results": ("Objectives and key results", "目标与关键结果"),
    "status and weights": ("Status and weights", "状态与权重"),
    "sizes": ("Size of plans", "计划规模"),
    "waiting": ("Files that wait", "待处理的文件"),
    "missing": ("To be ticked off: what is missing", "缺交名单（可逐项勾销）"),
    "status": ("Status", "状态"),
    "on_track": ("On track", "可控"),
    "at_risk": ("At risk", "有风险"),
    "off_track": ("Off track", "失控"),
    "no word": ("No word", "未填"),
    "people's sheets": ("People's sheets", "个人表"),
    "company's sheet": ("Company's own sheet", "公司表"),
    "departments' sheets": ("Departments' own sheets", "部门表"),
    "expected": ("Expected progress", "应完成比例"),
    "stand out": ("Stand out", "需要关注"),
    "coverage": ("Who supports the company's objectives", "公司目标的支撑情况"),
    "company objectives": ("Company objectives", "公司目标"),
    "dependencies": ("Dependencies", "依赖"),
    "with": ("With OKRs", "已制定 OKR"),
    "without okrs": ("Without OKRs", "没有 OKR"),
    "increase": ("Increase", "正向"),
    "decrease": ("Decrease", "负向"),
    "linear": ("Linear", "线性"),
    "range": ("Range", "范围"),
    "milestone": ("Milestone", "里程碑"),
    "yesno": ("Yes/no", "是否"),
    "anchored": ("Anchored", "锚定"),
    "judged": ("Judged", "评定"),
    "department summary": ("Summary of the department", "本部门汇总"),
    "no type": ("no type", "未选类型"),
    "key results by band": ("Key results by band", "关键结果分布"),
}
BOTH = MappingProxyType(_WORDS)
CODES = MappingProxyType(
    {"".join(word.split()): code for code, words in reversed(_WORDS.items()) for word in words}
)
"""Word without blanks → code. Where two codes share a word, the first one in the table."""
MARKS = MappingProxyType({"no_progress": "○", "below": "△", "on_target": "●", "outstanding": "★"})


def code_of(word: str) -> str:
    """Give the code of a word in either language; another word is its own."""
    plain = "".join(word.split()).replace("’", "'")
    return CODES.get(plain, plain)


def marked(text: str) -> str:
    """Give a cell such as `● 0.80 n 21` or `— Planned` without blanks, its word as a code."""
    plain = "".join(text.split())
    mark = plain[:1] if plain[:1] in "○△●★—×" else ""
    return mark + CODES.get(plain[len(mark) :], plain[len(mark) :])
