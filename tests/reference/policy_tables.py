"""Reads programmes, allocations and rules, every default filled in."""

from pathlib import Path

from .cells import canonical, names, number, rows, text, whole

YES = ("yes", "true", "1")


def read_policy(folder: Path, data) -> None:
    for row in rows(folder, "programmes"):
        kind = text(row, "kind", "grant")
        data.programmes[row["programme"]] = {
            "valid_from": text(row, "valid_from"),
            "valid_to": text(row, "valid_to"),
            "kind": kind,
            "families": names(row, "families"),
            "buyers": names(row, "buyers"),
            "members": names(row, "members"),
            "min_buyers": whole(row, "min_buyers", 1),
            "min_members": whole(row, "min_members", 0),
            "inside": names(row, "inside"),
            "max_outside_share": number(row, "max_outside_share"),
            "min_share": number(row, "min_share", 0.01),
            "support_rate": number(row, "support_rate", 1.0 if kind == "loan" else 0.0),
            "fee_rate": number(row, "fee_rate", 0.0),
            "budget_eur": number(row, "budget_eur"),
            "vat_exempt": row.get("vat_exempt", "").lower() in YES,
        }
    for row in rows(folder, "allocations"):
        of = data.allocations.setdefault(row["programme"], {})
        of[canonical(row["country"])] = number(row, "amount_eur")
    for row in rows(folder, "rules"):
        data.rules.append(
            {
                "rule": row["rule"],
                "kind": row["kind"],
                "product": text(row, "product"),
                "family": text(row, "family"),
                "group": text(row, "group"),
                "country": canonical(row["country"]) if row.get("country") else None,
                "site": text(row, "site"),
                "limit": number(row, "limit"),
                "counts_from": number(row, "counts_from", 0.05),
            }
        )
