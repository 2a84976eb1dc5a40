"""What the random company's applicants say of themselves: two kinds of groups, some rare, some nobody answered."""

from __future__ import annotations

from datetime import timedelta

from tests.companies.draws import AS_OF_AT, Draws

GROUPS = {
    "gender": (("woman", 0.42), ("man", 0.55), ("nonbinary", 0.03)),
    "origin": (("north", 0.5), ("east", 0.25), ("south", 0.15), ("west", 0.08), ("islands", 0.02)),
}


def add_answers(company: Draws) -> None:
    """Answers of most applications, one in ten a decline, some given twice; draws after everything else."""
    answered = set()
    for row in company.tables["fct_application"]:
        place = (row["system"], row["application_id"])  # a transfer keeps its id, and so its answers
        if place in answered:
            continue
        answered.add(place)
        for group_type, groups in GROUPS.items():
            names = [name for name, _ in groups]
            for number, system in enumerate(("filedrop", "ats")):
                if company.chance(0.85 if number == 0 else 0.1):
                    company.tables["fairness.int_demographic_answers__unioned"].append(
                        {
                            "system": system,
                            "application_system": row["system"],
                            "application_id": row["application_id"],
                            "group_type": group_type,
                            "group_name": None
                            if company.chance(0.1)
                            else str(company.random.choice(names, p=[share for _, share in groups])),
                            "known_at": AS_OF_AT - timedelta(days=number),
                        }
                    )
