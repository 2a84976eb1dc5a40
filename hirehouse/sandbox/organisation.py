"""Offices, departments, accounts and the vocabularies of the simulated company."""

from __future__ import annotations

import base64
from dataclasses import dataclass

import numpy as np

from hirehouse.sandbox.columns import Columns, numbered
from hirehouse.sandbox.table_spec import NA
from hirehouse.sandbox.timeline import DAY, START

FUNCTIONS = ("Engineering", "Sales", "Customer Success", "Product", "Data", "Marketing", "Finance", "People")
FUNCTION_HIRES = (20.0, 17.0, 11.0, 6.0, 5.0, 5.0, 2.5, 0.7)
"""Hires a quarter at the default scale."""

PREFIXES = ("ENG", "SAL", "CS", "PRD", "DAT", "MKT", "FIN", "PPL")

OFFICES = (
    ("New York", "United States", "America/New_York", "New York, United States"),
    ("London", "United Kingdom", "Europe/London", "London, United Kingdom"),
    ("Berlin", "Germany", "Europe/Berlin", "Berlin, Germany"),
    ("San Francisco", "United States", "America/Los_Angeles", "San Francisco, United States"),
    ("Singapore", "Singapore", "Asia/Singapore", "Singapore, Singapore"),
)
OFFICE_SHARES = (0.36, 0.24, 0.14, 0.18, 0.08)
TIMEZONES = tuple(office[2] for office in OFFICES)
CURRENCIES = ("USD", "GBP", "EUR", "USD", "SGD")

CHANNELS = (
    "inbound_site",
    "job_board",
    "referral",
    "sourced_outbound",
    "agency",
    "internal",
    "event_campus",
    "other",
)
SOURCES = (
    ("Company Website", "Company Marketing", 0, None),
    ("LinkedIn Jobs", "Job Board", 1, None),
    ("Indeed", "Job Board", 1, None),
    ("Glassdoor", "Job Board", 1, None),
    ("Referral", "Referral", 2, None),
    ("Gem", "Prospecting", 3, "gem"),
    ("LinkedIn (Prospecting)", "Prospecting", 3, None),
    ("Recruiting Agency", "Agency", 4, None),
    ("Search Firm", "Agency", 4, None),
    ("Internal Applicant", "Internal", 5, None),
    ("Career Fair", "Attend Events", 6, None),
    ("Other", "Other", 7, None),
)
CLOSE_REASONS = (
    "Hire - New Headcount",
    "Hire - Backfill",
    "On Hold",
    "Cancelled - Budget",
    "Cancelled - Strategy Change",
)
REASON_TYPES = {
    "WE_REJECTED_THEM": (1, "We rejected them"),
    "THEY_REJECTED_US": (2, "They rejected us"),
    "NONE_SPECIFIED": (3, "None specified"),
}
REASONS = (
    ("Lacking skill(s)/qualification(s)", "WE_REJECTED_THEM", "rejected", "skills", True),
    ("Not enough experience", "WE_REJECTED_THEM", "rejected", "experience_level", False),
    ("Compensation expectations too high", "WE_REJECTED_THEM", "rejected", "compensation", False),
    ("Visa or work permit", "WE_REJECTED_THEM", "rejected", "location_visa", False),
    ("Culture and behaviour", "WE_REJECTED_THEM", "rejected", "culture_behaviour", False),
    ("Hired other candidate", "WE_REJECTED_THEM", "rejected", "better_candidate", True),
    ("Duplicate application", "WE_REJECTED_THEM", "rejected", "other_unknown", False),
    ("Took another offer", "THEY_REJECTED_US", "withdrew", "other_unknown", False),
    ("Process too slow", "THEY_REJECTED_US", "withdrew", "timing", False),
    ("Compensation too low", "THEY_REJECTED_US", "withdrew", "compensation", False),
    ("Location or remote policy", "THEY_REJECTED_US", "withdrew", "location_visa", False),
    ("Candidate withdrew", "THEY_REJECTED_US", "withdrew", "other_unknown", True),
    ("Position closed", "NONE_SPECIFIED", "req_closed", None, False),
)
POSITION_CLOSED = 12

_GIVEN = [
    "Ada",
    "Ben",
    "Chloe",
    "Dario",
    "Elif",
    "Femi",
    "Grace",
    "Hugo",
    "Ines",
    "Jonas",
    "Kemi",
    "Lars",
    "Mina",
    "Noor",
    "Omar",
    "Priya",
    "Quinn",
    "Rosa",
    "Sami",
    "Tara",
    "Uma",
    "Viktor",
    "Wanda",
    "Ximena",
    "Yusuf",
    "Zoe",
    "Amara",
    "Bruno",
    "Clara",
    "Dev",
    "Esme",
    "Farid",
    "Gina",
    "Henrik",
    "Isla",
    "Jun",
    "Karim",
    "Leila",
    "Marco",
    "Nadia",
]
_FAMILY = [
    "Abara",
    "Berg",
    "Costa",
    "Diaz",
    "Ekholm",
    "Fischer",
    "Garcia",
    "Haddad",
    "Ivanova",
    "Jensen",
    "Kowalski",
    "Larsen",
    "Moreau",
    "Nakamura",
    "Okafor",
    "Patel",
    "Quist",
    "Rossi",
    "Silva",
    "Tanaka",
    "Ueda",
    "Varga",
    "Weber",
    "Xu",
    "Yilmaz",
    "Zhang",
    "Adeyemi",
    "Brandt",
    "Chen",
    "Dubois",
    "Eriksen",
    "Flores",
    "Gupta",
    "Hansen",
    "Ito",
    "Johansson",
    "Khan",
    "Lindqvist",
    "Mbeki",
    "Novak",
    "Oliveira",
    "Petrov",
    "Ramirez",
    "Sato",
    "Torres",
    "Ulrich",
    "Vogel",
    "Walker",
]
GIVEN, FAMILY = np.array(_GIVEN, dtype=object), np.array(_FAMILY, dtype=object)

FIRST_OFFICE, FIRST_DEPARTMENT, FIRST_USER, FIRST_SOURCE, FIRST_REASON, FIRST_CLOSE_REASON = 31, 501, 801, 101, 41, 21


def gem_id(kind: str, number: int) -> str:
    """Gem's opaque id of an object: unpadded base64 of `kind:number`."""
    return base64.b64encode(f"{kind}:{number}".encode()).decode().rstrip("=")


@dataclass(frozen=True)
class Staff:
    """Accounts by role, as user ids; hiring managers and interviewers also with their function's position."""

    recruiters: np.ndarray
    coordinators: np.ndarray
    sourcers: np.ndarray
    managers: np.ndarray
    manager_function: np.ndarray
    interviewers: np.ndarray
    interviewer_function: np.ndarray
    table: Columns

    def of_function(self, role: str, function: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """A random manager or interviewer of each row's function."""
        ids = self.managers if role == "manager" else self.interviewers
        home = self.manager_function if role == "manager" else self.interviewer_function
        order = np.argsort(home, kind="stable")
        first = np.searchsorted(home[order], np.arange(len(FUNCTIONS)))
        size = np.bincount(home, minlength=len(FUNCTIONS))
        return np.asarray(ids[order][first[function] + (rng.random(len(function)) * size[function]).astype(np.int64)])


def build_vocabularies() -> dict[str, Columns]:
    """Offices, departments, close reasons, sources and rejection reasons."""
    began = START - 400 * DAY

    def at(count: int) -> np.ndarray:
        return np.full(count, began, dtype=np.int64)

    return {
        "office": {
            "office_id": numbered(len(OFFICES), FIRST_OFFICE),
            "name": [o[0] for o in OFFICES],
            "country": [o[1] for o in OFFICES],
            "timezone": [o[2] for o in OFFICES],
            "location": [o[3] for o in OFFICES],
            "created_at": at(len(OFFICES)),
        },
        "department": {
            "department_id": numbered(len(FUNCTIONS), FIRST_DEPARTMENT),
            "name": list(FUNCTIONS),
            "function": list(FUNCTIONS),
            "created_at": at(len(FUNCTIONS)),
        },
        "close_reason": {
            "close_reason_id": numbered(len(CLOSE_REASONS), FIRST_CLOSE_REASON),
            "name": list(CLOSE_REASONS),
            "created_at": at(len(CLOSE_REASONS)),
        },
        "source": {
            "source_id": numbered(len(SOURCES), FIRST_SOURCE),
            "name": [s[0] for s in SOURCES],
            "type_id": np.array([900 + s[2] for s in SOURCES]),
            "type_name": [s[1] for s in SOURCES],
            "channel": [CHANNELS[s[2]] for s in SOURCES],
            "crm_system": [s[3] for s in SOURCES],
            "created_at": at(len(SOURCES)),
        },
        "rejection_reason": {
            "reason_id": numbered(len(REASONS), FIRST_REASON),
            "name": [r[0] for r in REASONS],
            "type_id": np.array([REASON_TYPES[r[1]][0] for r in REASONS]),
            "type_key": [r[1] for r in REASONS],
            "type_name": [REASON_TYPES[r[1]][1] for r in REASONS],
            "exit_kind": [r[2] for r in REASONS],
            "exit_reason": [r[3] for r in REASONS],
            "is_default": np.array([r[4] for r in REASONS]),
            "created_at": at(len(REASONS)),
        },
    }


def build_staff(rng: np.random.Generator, requisitions: int) -> Staff:
    """Accounts for a company with that many requisitions over the whole timeline; every human account is a member of
    staff."""
    counts = {
        "recruiter": max(2, requisitions // 90),
        "coordinator": max(1, requisitions // 250),
        "sourcer": max(1, requisitions // 180),
        "hiring_manager": max(8, requisitions // 12),
        "interviewer": max(16, requisitions // 4),
        "service": 2,
    }
    roles = np.repeat(np.array(list(counts), dtype=object), list(counts.values()))
    count = len(roles)
    humans = roles != "service"
    weights = np.asarray(FUNCTION_HIRES) ** 0.6
    function = rng.choice(len(FUNCTIONS), count, p=weights / weights.sum())
    for role in ("hiring_manager", "interviewer"):  # every function has its own people
        function[np.flatnonzero(roles == role)[: len(FUNCTIONS)]] = np.arange(len(FUNCTIONS))
    recruiting = np.isin(roles, ["recruiter", "coordinator", "sourcer"])
    user_id = numbered(count, FIRST_USER)
    given, family = GIVEN[rng.integers(0, len(GIVEN), count)], FAMILY[rng.integers(0, len(FAMILY), count)]
    given[~humans], family[~humans] = "Integration", "Service"
    office = rng.choice(len(OFFICES), count, p=np.asarray(OFFICE_SHARES))
    leaves = (
        (roles == "interviewer")
        & (rng.random(count) < 0.06)
        & (np.arange(count) > np.argmax(roles == "interviewer") + 8)
    )
    table: Columns = {
        "user_id": user_id,
        "gem_user_id": [
            gem_id("user", u) if r in ("recruiter", "sourcer") else None
            for u, r in zip(user_id.tolist(), roles, strict=True)
        ],
        "person_id": np.where(humans, np.arange(count) + 1, NA),
        "first_name": given,
        "last_name": family,
        "email": [
            f"{g}.{f}.{u}@hirehouse.example".lower() if h else ""
            for g, f, u, h in zip(given, family, user_id, humans, strict=True)
        ],
        "job_title": [str(r).replace("_", " ").title() for r in roles],
        "role": roles,
        "team": np.where(recruiting, "Recruiting", np.array(FUNCTIONS, dtype=object)[function]),
        "department_id": np.where(humans, np.where(recruiting, FIRST_DEPARTMENT + 7, FIRST_DEPARTMENT + function), NA),
        "office_id": np.where(humans, FIRST_OFFICE + office, NA),
        "employee_id": [f"E{u:06d}" if h else None for u, h in zip(user_id, humans, strict=True)],
        "is_service_account": ~humans,
        "is_site_admin": ~humans | (user_id < FIRST_USER + 1),
        "created_at": np.full(count, START - 300 * DAY, dtype=np.int64) + rng.integers(0, 200 * DAY, count),
        "deactivated_at": np.where(leaves, START + rng.integers(200 * DAY, 1_200 * DAY, count), NA),
    }
    managers, interviewers = roles == "hiring_manager", roles == "interviewer"
    return Staff(
        recruiters=user_id[roles == "recruiter"],
        coordinators=user_id[roles == "coordinator"],
        sourcers=user_id[roles == "sourcer"],
        managers=user_id[managers],
        manager_function=function[managers],
        interviewers=user_id[interviewers],
        interviewer_function=function[interviewers],
        table=table,
    )
