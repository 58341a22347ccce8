"""Which rules there are, and how bad a violation is. docs/rules says why each exists."""

from __future__ import annotations

from converters.check.finding import Severity

SEVERITIES = {
    "asked-in-form": Severity.ERROR,
    "candidate-groups": Severity.WARNING,
    "child-order": Severity.ERROR,
    "connected": Severity.ERROR,
    "drawn": Severity.WARNING,
    "error-caught": Severity.WARNING,
    "executable": Severity.ERROR,
    "gateway-conditions": Severity.ERROR,
    "job-fields": Severity.WARNING,
    "job-type": Severity.ERROR,
    "lanes": Severity.WARNING,
    "message-event": Severity.ERROR,
    "named": Severity.WARNING,
    "on-border": Severity.WARNING,
    "overlap": Severity.WARNING,
    "references": Severity.ERROR,
    "row-link": Severity.WARNING,
    "template-version": Severity.WARNING,
    "user-task-form": Severity.ERROR,
}
