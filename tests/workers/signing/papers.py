"""Documents for the tests of signing, made by hand so that every byte is known."""

from __future__ import annotations

LINE = "Sehubungan dengan permohonan Saudara, bersama ini kami sampaikan hal berikut"


def make_pdf(
    lines: int = 12,
    *,
    size: tuple[int, int] = (595, 842),
    top: int = 780,
    step: int = 16,
    left: int = 60,
    words: str = LINE,
    page: str = "",
) -> bytes:
    """A PDF of one page with lines of text; ``page`` is added to the page's dictionary."""
    text = "".join(f"1 0 0 1 {left} {top - step * n} Tm ({words}) Tj " for n in range(lines))
    content = f"BT /F1 10 Tf {text} ET"
    shown = f"/Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] {page}"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page {shown} /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    return _put_together(objects)


def _put_together(objects: list[str]) -> bytes:
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, each in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{each}\nendobj\n".encode("latin-1")
    xref = len(out)
    entries = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{entries}".encode()
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n".encode()
    out += f"startxref\n{xref}\n%%EOF\n".encode()
    return bytes(out)
