"""What names a job in a row, as data: one sign per way these documents say it."""

from __future__ import annotations

import msgspec


class Sign(msgspec.Struct, frozen=True, kw_only=True):
    """Patterns over case-folded text; the first that occurs makes the job.

    ``confidence`` is how often the sign is right, to be read off the accuracy benchmark.
    """

    job: str
    activity: str | None = None
    outputs: str | None = None
    inputs: str | None = None
    note: str | None = None
    confidence: float = 0.95
    own_work: bool = True  # not in what is told to somebody else or lies before the row
    inside: bool = False  # only when the office does it, not whom it serves
    to_performer: bool = False  # only when a performer of the table is told to
    elsewhere: str | None = None  # must occur somewhere in the SOP


_DRAFTS = r"\b(?:meng?onsep|membuat|menyusun|menyiapkan|memproses|mengetik)\b"
_LETTERS = r"\b(?:surat|persuratan|no[tl]a dinas|undangan|sertifikat)\b"
_SENDS = r"\b(?:dipindah|diterus|menerus|dikirim|mengirim|dinaik|diunggah|mengunggah)\w*\b"
_UPLOADS = r"\b(?:mengunggah|meng-?upload|mengupload|mempublikasi\w*|menginput)\b"
# Of those who were served; offices that gather statistics do surveys of everything else.
_SURVEY = r"\bsurve[yi]\b(?= (?:\w+ )?kepuasan\b| (?:pelayanan|pelanggan|masyarakat)\b)"

SIGNS = (
    Sign(job="disposition", outputs=r"disposisi"),
    Sign(
        job="disposition",
        activity=r"\b(?:mendisposisi\w*|didisposisikan|memberikan disposisi)\b",
        own_work=False,
    ),
    Sign(
        job="disposition",
        activity=r"\b(?:memerintahkan|menugaskan|menginstruksikan)\b",
        own_work=False,
        to_performer=True,
        confidence=0.85,
    ),
    Sign(job="letter-draft", activity=rf"{_DRAFTS}[^.;]{{0,40}}?{_LETTERS}", confidence=0.9),
    Sign(
        job="letter-number",
        activity=r"\bpenomoran\b"
        r"|\b(?:memberi\w*|diberi|mengambil) (?:\w+ )?nomor (?:surat|agenda)\b",
    ),
    Sign(
        job="signature-request",
        activity=r"\bmenanda\s?tangani\b|\bmendatangkan\b(?= laporan| surat| dokumen)",
    ),
    Sign(
        job="signature-request",
        activity=r"(?<!telah )(?<!sudah )\bditanda\s?tangani\b"
        r"|\b(?:mohon|meminta|membubuhkan) paraf\b",
        confidence=0.85,
    ),
    Sign(
        job="notify-email",
        activity=r"\bmelalui\b[^.;,]{0,25}\b(?:e-?mail|surel|pos-el)\b",
        inside=True,
    ),
    Sign(job="notify-whatsapp", activity=r"\bmelalui\b[^.;,]{0,40}\bwhatsapp\b", inside=True),
    Sign(
        job="notify-whatsapp",
        activity=r"\b(?:pemberitahuan|memberitahukan|notifikasi)\b[^.;]*\bpesan elektronik\b",
        elsewhere=r"whatsapp",
        inside=True,
        confidence=0.85,
    ),
    Sign(job="archive", activity=r"\b(?:mengarsip\w*|diarsipkan|pengarsipan)\b"),
    Sign(
        job="register",
        activity=r"\b(?:meregistrasi|registrasi|register|mendaftarkan|didaftar\w*)\b"
        r"|\bbuku agenda\b|\bagenda surat\b",
    ),
    Sign(
        job="register",
        outputs=r"\bdata pemohon\b|\bregistrasi\b|\bbuku register\b",
        confidence=0.75,
    ),
    Sign(
        job="queue-number",
        activity=r"\b(?:memberi|mencetak|menerbitkan|mengambil)\w* (?:\w+ ){0,2}nomor antri\w*",
    ),
    Sign(job="queue-number", outputs=r"nomor antri"),
    Sign(job="guest-book", activity=r"\bbuku tamu\b", outputs=r"\bbuku tamu\b"),
    Sign(
        job="satisfaction-survey",
        activity=rf"{_SURVEY}|\bkepuasan masyarakat\b",
        outputs=rf"{_SURVEY}|\binde(?:k|ks|x) kepuasan\b",
    ),
    Sign(job="document-scan", activity=r"\b(?:pemindaian|memindai|pindai|men-?scan|scanning)\b"),
    Sign(job="sisumaker-forward", activity=r"\bsisumaker\b"),
    Sign(job="sigap-publish", activity=rf"{_UPLOADS}[^.;]*\bsigap\b"),
    Sign(
        job="ahu-legalisation",
        activity=r"\bahu\.go\.id\b|\bahu online\b",
        note=r"\bahu\.go\.id\b|\bahu online\b",
    ),
    Sign(job="simkim-record", activity=r"\bsimkim\b", inputs=r"\bsimkim\b", confidence=0.8),
    Sign(
        job="eoffice-forward",
        activity=rf"{_SENDS}[^.;]{{0,30}}\b(?:pada|ke|melalui)\b[^.;]{{0,20}}\be[\s-]?office\b",
        confidence=0.9,
    ),
    Sign(
        job="monev-upload",
        activity=rf"{_UPLOADS}[^.;]*\b(?:smart dja|e-?monev|monev|tarja|e-?performance)\b",
    ),
    Sign(job="simpeg-entry", activity=r"\bsimpeg\b", note=r"\bsimpeg\b", confidence=0.9),
    Sign(job="biometric-check", activity=r"\bbiometri[ck] matching\b|\bpencocokan biometri\w*"),
    Sign(job="watchlist-check", activity=r"\b(?:cekal|pencekalan|cegah tangkal|daftar cegah)\b"),
)

_NO_OTHER_VERB = r"(?!.*\b(?:dan|serta|kemudian|selanjutnya|lalu) me\w+)"
_NOTICES = frozenset({"notify-email", "notify-whatsapp"})

# A row that is nothing but these jobs: its wording, and the jobs that do all of it. What goes
# into a ministry's system is never among them: a job prepares it, a person hands it over there.
WHOLE: tuple[tuple[str, frozenset[str]], ...] = (
    (r"\bmendapatkan (?:konfirmasi|notifikasi|pemberitahuan)\b", _NOTICES),
    (r"^melakukan pemberitahuan\b", _NOTICES),
    (r"^(?!.*\bme(?!lalui)\w+).*\b(?:dikirim\w*|disampaikan)\b.*\bmelalui\b", _NOTICES),
    (rf"^{_NO_OTHER_VERB}[^,;]*?\bmengarsip", frozenset({"archive"})),
)
