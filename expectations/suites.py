"""The suites: Python functions that return one. A row is judged by its ``is_failed``, which its SQL has computed.

Severities of Great Expectations carry ours: critical blocks, warning quarantines, info warns.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hirehouse.base.manifest import Rule

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite
    from great_expectations.expectations import Expectation
    from great_expectations.expectations.metadata_types import FailureSeverity

FAILED, ESCALATED = "is_failed", "is_escalated"


def build_rule_suite(family: str, rules: Sequence[Rule]) -> ExpectationSuite:
    """The suite of one family, over its rules' evaluated rows.

    One expectation per rule, and a second one for the worse limit of a rule that has two severities.
    """
    from great_expectations import ExpectationSuite

    expectations = []
    for rule in rules:
        expectations.append(_rows_are_clean("rule_id", rule.rule_id, FAILED, rule.severity, rule.tolerance))
        if rule.escalated_severity:
            expectations.append(
                _rows_are_clean("rule_id", rule.rule_id, ESCALATED, rule.escalated_severity, rule.tolerance)
            )
    return ExpectationSuite(name=f"rules of family {family}", expectations=expectations)


def build_publish_suite(kind: str) -> ExpectationSuite:
    """The suite of one kind of check on the public tables, over the rows of that kind; all of it blocks."""
    from great_expectations import ExpectationSuite

    return ExpectationSuite(
        name=f"public tables: {kind}", expectations=[_rows_are_clean("kind", kind, FAILED, "block", 0.0)]
    )


def build_publication_suite() -> ExpectationSuite:
    """The suite over ``core.publication``: exactly one row says what the file is."""
    import great_expectations.expectations as gxe
    from great_expectations import ExpectationSuite

    return ExpectationSuite(
        name="public tables: publication",
        expectations=[
            gxe.ExpectTableRowCountToEqual(
                value=1, severity=_gx_severity("block"), meta={"subject": "publication", "level": FAILED}
            )
        ],
    )


def _rows_are_clean(by: str, value: str, column: str, severity: str, tolerance: float) -> Expectation:
    """``column`` is false in the rows whose ``by`` is ``value``, but for a share of ``tolerance``."""
    import great_expectations.expectations as gxe

    return gxe.ExpectColumnValuesToBeInSet(
        column=column,
        value_set=[False],
        mostly=1.0 - tolerance,
        severity=_gx_severity(severity),
        row_condition=f'col("{by}")=="{value}"',
        condition_parser="great_expectations",
        meta={"subject": value, "level": column},
    )


def _gx_severity(severity: str) -> FailureSeverity:
    """The severity of Great Expectations that carries ours."""
    from great_expectations.expectations.metadata_types import FailureSeverity

    carried = {
        "block": FailureSeverity.CRITICAL,
        "quarantine": FailureSeverity.WARNING,
        "warn": FailureSeverity.INFO,
    }
    return carried[severity]
