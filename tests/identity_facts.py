"""Reports of a few lines, for the tests of who reports and for which year."""

from pipeline.documents.model import Document, Paragraph
from pipeline.identity import ReportFacts, identify
from pipeline.normalise import normalise_document

SECTIONS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
    "无。",
)


def facts_of_lines(*lines: str, path: str = "a.html", format: str = "html", page: str | None = None) -> ReportFacts:
    """The facts of a document of these lines; ``page`` is its page's own title."""
    blocks = tuple(Paragraph(t, t) for t in lines)
    return identify(normalise_document(Document(format, blocks, page_title=page)), path)


def facts(
    *lines: str, path: str = "a.html", format: str = "html", page: str | None = None, foot: tuple[str, ...] = ()
) -> ReportFacts:
    """The facts of a report that begins with some lines and ends with others."""
    return facts_of_lines(*lines, *SECTIONS, *foot, path=path, format=format, page=page)
