"""Workbooks for the reader: cells by openpyxl, drawings as the XML that Excel writes."""

import io
import zipfile

EMU = 12_700
_SPACES = (
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_DRAWING = "application/vnd.openxmlformats-officedocument.drawing+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BLACK = '<a:ln><a:solidFill><a:srgbClr val="000000"/></a:solidFill>{}</a:ln>'


class Draw:
    """The XML of drawings; places are (column, points into it, row, points into it)."""

    @staticmethod
    def marker(name, place):
        column, across, row, down = place
        return (
            f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>{across * EMU}</xdr:colOff>"
            f"<xdr:row>{row}</xdr:row><xdr:rowOff>{down * EMU}</xdr:rowOff></xdr:{name}>"
        )

    @classmethod
    def between(cls, start, end, item):
        ends = cls.marker("from", start) + cls.marker("to", end)
        return f"<xdr:twoCellAnchor>{ends}{item}<xdr:clientData/></xdr:twoCellAnchor>"

    @classmethod
    def at(cls, start, width, height, item):
        size = f'<xdr:ext cx="{width * EMU}" cy="{height * EMU}"/>'
        return f"<xdr:oneCellAnchor>{cls.marker('from', start)}{size}{item}</xdr:oneCellAnchor>"

    @staticmethod
    def on_page(box, item):
        """An item at left, top, width and height in points from the sheet's corner."""
        left, top, width, height = (round(x * EMU) for x in box)
        where = f'<xdr:pos x="{left}" y="{top}"/><xdr:ext cx="{width}" cy="{height}"/>'
        return f"<xdr:absoluteAnchor>{where}{item}<xdr:clientData/></xdr:absoluteAnchor>"

    @staticmethod
    def xfrm(box=(0, 0, 10, 10), turned="", inner=""):
        left, top, width, height = (x * EMU for x in box)
        return (
            f'<a:xfrm {turned}><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/>'
            f"{inner}</a:xfrm>"
        )

    @staticmethod
    def named(number, attributes=""):
        return f'<xdr:cNvPr id="{number}" name="Bentuk {number}" {attributes}/>'

    @classmethod
    def shape(cls, number, preset, text="", *, xfrm="", look=None, attributes=""):
        look = _BLACK.format("") if look is None else look
        lines = "".join(
            f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in text.split("\n") if text
        )
        body = f"<xdr:txBody><a:bodyPr/>{lines}</xdr:txBody>" if text else ""
        return (
            f"<xdr:sp><xdr:nvSpPr>{cls.named(number, attributes)}<xdr:cNvSpPr/></xdr:nvSpPr>"
            f'<xdr:spPr>{xfrm}<a:prstGeom prst="{preset}"><a:avLst/></a:prstGeom>{look}</xdr:spPr>'
            f"{body}</xdr:sp>"
        )

    @classmethod
    def connector(cls, number, preset, start=None, end=None, *, xfrm="", ends=None):
        ends = '<a:tailEnd type="triangle"/>' if ends is None else ends
        glue = "" if start is None else f'<a:stCxn id="{start}" idx="2"/>'
        glue += "" if end is None else f'<a:endCxn id="{end}" idx="0"/>'
        return (
            f"<xdr:cxnSp><xdr:nvCxnSpPr>{cls.named(number)}"
            f"<xdr:cNvCxnSpPr>{glue}</xdr:cNvCxnSpPr></xdr:nvCxnSpPr>"
            f'<xdr:spPr>{xfrm}<a:prstGeom prst="{preset}"/>{_BLACK.format(ends)}</xdr:spPr>'
            "</xdr:cxnSp>"
        )

    @classmethod
    def group(cls, number, box, inner, *items, turned="", attributes=""):
        left, top, width, height = (x * EMU for x in inner)
        children = f'<a:chOff x="{left}" y="{top}"/><a:chExt cx="{width}" cy="{height}"/>'
        return (
            f"<xdr:grpSp><xdr:nvGrpSpPr>{cls.named(number, attributes)}<xdr:cNvGrpSpPr/>"
            f"</xdr:nvGrpSpPr><xdr:grpSpPr>{cls.xfrm(box, turned, children)}</xdr:grpSpPr>"
            f"{''.join(items)}</xdr:grpSp>"
        )


def saved(book, drawings=(), sheet=1):
    """The workbook's bytes, with these drawings on a sheet."""
    buffer = io.BytesIO()
    book.save(buffer)
    if not drawings:
        return buffer.getvalue()
    rels = f"xl/worksheets/_rels/sheet{sheet}.xml.rels"
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/drawings/drawing1.xml"] = (
        f"<xdr:wsDr {_SPACES}>{''.join(drawings)}</xdr:wsDr>".encode()
    )
    parts[rels] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/drawing" Target="../drawings/drawing1.xml"/>'
        "</Relationships>"
    ).encode()
    parts[f"xl/worksheets/sheet{sheet}.xml"] = parts[f"xl/worksheets/sheet{sheet}.xml"].replace(
        b"</worksheet>",
        f'<drawing xmlns:r="{_OFFICE}" r:id="rId1"/></worksheet>'.encode(),
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        f'<Override PartName="/xl/drawings/drawing1.xml" ContentType="{_DRAWING}"/>'
        "</Types>".encode(),
    )
    return zipped(parts)


def zipped(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()
