"""Word documents for the tests, written part by part; lengths in points."""

import io
import zipfile
from typing import NamedTuple
from xml.sax.saxutils import escape

OFFICE = "http://schemas.openxmlformats.org"
WORD = "http://schemas.microsoft.com/office/word/2010"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "a": f"{OFFICE}/drawingml/2006/main",
        "mc": f"{OFFICE}/markup-compatibility/2006",
        "o": "urn:schemas-microsoft-com:office:office",
        "pic": f"{OFFICE}/drawingml/2006/picture",
        "r": f"{OFFICE}/officeDocument/2006/relationships",
        "v": "urn:schemas-microsoft-com:vml",
        "w": f"{OFFICE}/wordprocessingml/2006/main",
        "wp": f"{OFFICE}/drawingml/2006/wordprocessingDrawing",
        "wp14": f"{WORD}/wordprocessingDrawing",
        "wpc": f"{WORD}/wordprocessingCanvas",
        "wpg": f"{WORD}/wordprocessingGroup",
        "wps": f"{WORD}/wordprocessingShape",
    }.items()
)
RELATIONS = f"{OFFICE}/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# From mode 15 on, Word 2013's, a table's edge stands at the margin, and drawings in their cells.
MODERN = '<w:compat><w:compatSetting w:name="compatibilityMode" w:val="15"/></w:compat>'
WORD_2010 = MODERN.replace("15", "14")


def emu(points):
    return round(points * 12_700)


def twips(points):
    return round(points * 20)


# Text and tables


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*content, properties=""):
    """A paragraph of texts (escaped) and of raw runs, which begin with "<"."""
    runs = (part if part.startswith("<") else run(part) for part in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def tc(*content, width=None, properties=""):
    """A cell of texts, a paragraph each, and of raw paragraphs and tables."""
    blocks = (part if part.startswith("<w:") else p(part) for part in content)
    stated = f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>' if width else ""
    return f"<w:tc><w:tcPr>{stated}{properties}</w:tcPr>{''.join(blocks) or p()}</w:tc>"


def tr(*cells, height=None, exact=False, properties=""):
    """A row of cells; a text is a cell of its own."""
    found = (cell if cell.startswith("<w:tc") else tc(cell) for cell in cells)
    rule = "exact" if exact else "atLeast"
    stated = f'<w:trHeight w:val="{twips(height)}" w:hRule="{rule}"/>' if height else ""
    return f"<w:tr><w:trPr>{stated}{properties}</w:trPr>{''.join(found)}</w:tr>"


def tbl(widths, *rows, properties="", border="single"):
    columns = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    borders = f'<w:tblBorders><w:top w:val="{border}"/></w:tblBorders>'
    return (
        f"<w:tbl><w:tblPr>{properties}{borders}</w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def section(width=842, height=595, margin=36, more=""):
    edges = " ".join(
        f'w:{side}="{twips(margin)}"' for side in ("left", "top", "right", "bottom", "header")
    )
    return (
        f'<w:sectPr>{more}<w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"/>'
        f"<w:pgMar {edges}/></w:sectPr>"
    )


def docx(*body, sections=None, parts=None, mode=MODERN):
    """A .docx of raw blocks. ``parts``: kind of a part ("numbering") -> its root's content."""
    files = {"word/document.xml": f"<w:document {NAMESPACES}><w:body>{''.join(body)}"}
    files["word/document.xml"] += f"{section() if sections is None else sections}</w:body>"
    files["word/document.xml"] += "</w:document>"
    relations = ""
    parts = {**(parts or {}), "settings": mode + (parts or {}).get("settings", "")}
    for number, (kind, content) in enumerate(parts.items(), start=1):
        root = {"header": "hdr"}.get(kind, kind)
        files[f"word/{kind}.xml"] = f"<w:{root} {NAMESPACES}>{content}</w:{root}>"
        relations += _relation(number, kind, f"{kind}.xml")
    files["word/_rels/document.xml.rels"] = _relations(relations)
    files["_rels/.rels"] = _relations(_relation(1, "officeDocument", "word/document.xml"))
    files["[Content_Types].xml"] = (
        f'<Types xmlns="{OFFICE}/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
    )
    return packed(files)


def packed(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _relation(number, kind, target):
    return f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'


def _relations(entries):
    return f'<Relationships xmlns="{OFFICE}/package/2006/relationships">{entries}</Relationships>'


# Drawings


class Box(NamedTuple):
    """A shape's place in the coordinates of what it stands in."""

    left: float
    top: float
    width: float
    height: float


class Figure(NamedTuple):
    """Something that is drawn, whichever way it is written down."""

    preset: str
    box: Box
    id: int = 0
    text: str = ""
    outline: bool = True
    flip: str = ""  # "x", "y", "xy"
    turn: float = 0
    head: bool = False  # an arrowhead at its end
    dashed: bool = False
    glue: tuple[int, int] = (0, 0)  # ids of the shapes that it leads from and to
    adjust: float | None = None  # of its first bend, as a share


def _xfrm(figure, box, name="a:xfrm"):
    turn = f' rot="{round(figure.turn * 60_000)}"' if figure.turn else ""
    flips = "".join(f' flip{side.upper().replace("X", "H").replace("Y", "V")}="1"'
                    for side in figure.flip)  # fmt: skip
    return (
        f'<{name}{turn}{flips}><a:off x="{emu(box.left)}" y="{emu(box.top)}"/>'
        f'<a:ext cx="{emu(box.width)}" cy="{emu(box.height)}"/></{name}>'
    )


def wsp(figure, box=None, *, own_id=True):
    """A figure as ``wps:wsp``; ``box`` replaces its place."""
    own = f'<wps:cNvPr id="{figure.id}" name="x"/>' if own_id else ""
    ends = zip(("stCxn", "endCxn"), figure.glue, strict=True)
    glue = "".join(f'<a:{name} id="{target}" idx="0"/>' for name, target in ends if target)
    line = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
    line = line if figure.outline else "<a:noFill/>"
    dash = '<a:prstDash val="sysDash"/>' if figure.dashed else ""
    head = '<a:tailEnd type="triangle"/>' if figure.head else ""
    adjust = f'<a:gd name="adj1" fmla="val {round(figure.adjust * 100_000)}"/>' if (
        figure.adjust is not None) else ""  # fmt: skip
    text = f"<wps:txbx><w:txbxContent>{_inside(figure.text)}</w:txbxContent></wps:txbx>"
    return (
        f"<wps:wsp>{own}<wps:cNvCnPr>{glue}</wps:cNvCnPr><wps:spPr>"
        f'{_xfrm(figure, box or figure.box)}<a:prstGeom prst="{figure.preset}">'
        f"<a:avLst>{adjust}</a:avLst></a:prstGeom><a:noFill/>"
        f"<a:ln>{line}{dash}{head}</a:ln></wps:spPr>"
        f"{text if figure.text else ''}<wps:bodyPr/></wps:wsp>"
    )


def _inside(text):
    return text if text.startswith("<w:") else p(text)


def graphic(content, kind="Shape"):
    uri = f"{WORD}/wordprocessing{kind}"
    return f'<a:graphic><a:graphicData uri="{uri}">{content}</a:graphicData></a:graphic>'


def anchor(
    content, box, *, across="column", down="paragraph", name=900, more="", wrap="<wp:wrapNone/>"
):
    """A run with a ``w:drawing`` whose place is ``box``'s corner."""
    return (
        f'<w:r><w:drawing><wp:anchor layoutInCell="1" {more}>'
        f'<wp:positionH relativeFrom="{across}"><wp:posOffset>{emu(box.left)}</wp:posOffset>'
        f'</wp:positionH><wp:positionV relativeFrom="{down}"><wp:posOffset>{emu(box.top)}'
        f'</wp:posOffset></wp:positionV><wp:extent cx="{emu(box.width)}" '
        f'cy="{emu(box.height)}"/>{wrap}<wp:docPr id="{name}" name="x"/>{content}</wp:anchor>'
        "</w:drawing></w:r>"
    )


def alone(figure, *, across="column", down="paragraph", fallback=True):
    """A figure by itself, as Word 2010 and later write it: twice."""
    origin = Box(0, 0, figure.box.width, figure.box.height)
    modern = anchor(
        graphic(wsp(figure, origin, own_id=False)),
        figure.box,
        across=across,
        down=down,
        name=figure.id,
    )
    if not fallback:
        return modern
    inner = modern.removeprefix("<w:r>").removesuffix("</w:r>")
    old = pict(figure).removeprefix("<w:r>").removesuffix("</w:r>")
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{inner}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def group(figures, box, scale=1.0):
    """Figures as one anchored ``wpg:wgp``, whose members count in units of ``1 / scale``."""
    members = "".join(wsp(x, _within(x.box, box, 100, scale)) for x in figures)
    inner = Box(100, 100, box.width * scale, box.height * scale)
    return anchor(
        graphic(
            f"<wpg:wgp><wpg:grpSpPr><a:xfrm>{_corner('off', Box(0, 0, *box[2:]))}"
            f"{_corner('chOff', inner)}</a:xfrm></wpg:grpSpPr>{members}</wpg:wgp>",
            "Group",
        ),
        box,
    )


def _within(box, outer, start, scale):
    left, top = (box.left - outer.left) * scale, (box.top - outer.top) * scale
    return Box(start + left, start + top, box.width * scale, box.height * scale)


def _corner(name, box):
    extent = name.replace("Off", "Ext").replace("off", "ext")
    return (
        f'<a:{name} x="{emu(box.left)}" y="{emu(box.top)}"/>'
        f'<a:{extent} cx="{emu(box.width)}" cy="{emu(box.height)}"/>'
    )


def canvas(figures, box):
    members = "".join(wsp(x, _within(x.box, box, 0, 1)) for x in figures)
    return anchor(graphic(f"<wpc:wpc><wpc:bg/>{members}</wpc:wpc>", "Canvas"), box)


_SPT = {
    "rect": 1, "roundRect": 2, "diamond": 4, "flowChartProcess": 109, "flowChartDecision": 110,
    "flowChartTerminator": 116, "flowChartOffpageConnector": 177, "straightConnector1": 32,
    "bentConnector2": 33, "bentConnector3": 34, "line": 20,
}  # fmt: skip


def vml(figure, place):
    """A figure as ``v:shape``; ``place`` is the part of its style that says where it is."""
    spt = _SPT[figure.preset]
    style = f"{place};rotation:{figure.turn:g};flip:{figure.flip}"
    adjust = "" if figure.adjust is None else f' adj="{round(figure.adjust * 21_600)}"'
    text = f"<v:textbox><w:txbxContent>{_inside(figure.text)}</w:txbxContent></v:textbox>"
    return (
        f'<v:shapetype id="_x0000_t{spt}" coordsize="21600,21600" o:spt="{spt}"/>'
        f'<v:shape id="s{figure.id}" type="#_x0000_t{spt}" style="{style}"{adjust} filled="f"'
        f' stroked="{"t" if figure.outline else "f"}">'
        f'<v:stroke endarrow="{"block" if figure.head else "none"}"'
        f' dashstyle="{"dash" if figure.dashed else "solid"}"/>'
        f"{text if figure.text else ''}</v:shape>"
    )


def _at(box):
    return (
        f"position:absolute;margin-left:{box.left}pt;margin-top:{box.top}pt;"
        f"width:{box.width}pt;height:{box.height}pt"
    )


def pict(figure):
    """A figure by itself as Word 2007 and earlier write it."""
    return f"<w:r><w:pict>{vml(figure, _at(figure.box))}</w:pict></w:r>"


def vml_group(figures, box, scale=20):
    """Figures as one ``v:group``, whose members count in twips."""
    members = ""
    for figure in figures:
        inner = _within(figure.box, box, 500, scale)
        members += vml(
            figure,
            f"position:absolute;left:{inner.left};top:{inner.top};"
            f"width:{inner.width};height:{inner.height}",
        )
    return (
        f'<w:r><w:pict><v:group style="{_at(box)}" coordorigin="500,500" '
        f'coordsize="{round(box.width * scale)},{round(box.height * scale)}">{members}'
        "</v:group></w:pict></w:r>"
    )


def rules(figures):
    """The settings that glue VML's connectors."""
    entries = ""
    for figure in figures:
        start, end = figure.glue
        if start or end:
            entries += f'<o:r id="r{figure.id}" type="connector" idref="#s{figure.id}">'
            entries += f'<o:proxy start="" idref="#s{start}" connectloc="2"/>' if start else ""
            entries += f'<o:proxy end="" idref="#s{end}" connectloc="0"/>' if end else ""
            entries += "</o:r>"
    return f"<o:shapelayout><o:rules>{entries}</o:rules></o:shapelayout>"
