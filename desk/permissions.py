"""Who may do what, as one table: use case or view → roles.

It is written whole for the program as designed; rows of areas still to be built wait here for their functions.
A function without a row can be called by nobody.
"""

ROLES = (
    "workstation",  # this machine, nobody signed in
    "kiosk",
    "clerk",
    "supervisor",
    "dispatcher",
    "member",
    "grid_keeper",
    "administrator",
    "auditor",
)

_DESK = "clerk supervisor"
_LEAD = "supervisor"
_ADMIN = "administrator"
_STAFF = "clerk supervisor dispatcher administrator"
_ERRANDS = "dispatcher clerk supervisor"
_MEMBERS = "member dispatcher supervisor"
_MACHINE = "workstation kiosk clerk supervisor dispatcher member grid_keeper administrator"
_PLAN = "supervisor administrator"
_EVERYONE = " ".join(ROLES)
_INSIDE = "clerk supervisor dispatcher member grid_keeper administrator auditor"

_TABLE: dict[str, dict[str, str]] = {
    "tickets": {
        "issue": "kiosk clerk supervisor",
        "call_next call recall put_back no_show requeue": _DESK,
        "start hold resume hand_over send_on finish abandon take_back": _DESK,
        "waiting at_counter": "kiosk clerk supervisor dispatcher administrator",
        "board": _EVERYONE,
        "history": _STAFF,
        "slip": "kiosk clerk supervisor",
    },
    "queues": {"offered": _EVERYONE, "open_queue close_queue": _PLAN, "matters": _INSIDE},
    "counters": {"all": _EVERYONE, "open pause close": _DESK, "add set_queues": _PLAN},
    "staff": {"picker": _EVERYONE, "add set_roles set_queues leave": _ADMIN},
    "reasons": {"of": _EVERYONE},
    "day": {"open_items unclosed": _STAFF, "close": _PLAN},
    "settings": {"all": f"kiosk {_STAFF}", "set": _ADMIN},
    "codes": {"scan": _EVERYONE},
    "prints": {
        "claim printed failed shelve": _MACHINE,
        "retry cancel reprint": "clerk supervisor dispatcher administrator",
        "jobs printers": _MACHINE,
        "history": _INSIDE,
        "set_printer remove_printer": "supervisor administrator clerk",
    },
    "clock": {"confirm": _PLAN},
    "audit": {"entries": "auditor", "seals": "auditor supervisor"},
    "demo": {"fill": _ADMIN},
    "halls": {"show": _EVERYONE, "set_opening set_site set_queue set_counter": _ADMIN},
    "ratings": {
        "rate": "kiosk",  # staff must not rate for a resident: only the machines that residents touch
        "by_code at_counter": "kiosk",
        "grades": _EVERYONE,
        "contact answer close follow_ups": _LEAD,
        "figures": "supervisor administrator auditor",
    },
    "appointments": {"book cancel": _DESK, "check_in": "kiosk clerk supervisor", "slots": "kiosk clerk supervisor"},
    "residents": {
        "search person household home timeline": "clerk supervisor dispatcher grid_keeper",
        "unmask": _DESK,
        "record merge move_in move_out": "clerk supervisor grid_keeper",
        "import": _ADMIN,
        "export": _PLAN,
    },
    "health": {"findings": "clerk supervisor grid_keeper administrator"},
    "separations": {"list record settle": "clerk supervisor grid_keeper"},
    "cases": {
        "open save discard receive notify supply accept decline send_to_review record_answer pause unpause deliver"
        " withdraw send_back preview findings show list": _DESK,
        "review approve carry_out reverse override": _LEAD,
    },
    "errands": {
        "order": "kiosk clerk supervisor dispatcher grid_keeper",
        "check dispatch refuse refer merge verify reject close reopen": "dispatcher supervisor",
        "claim give_back take_back hand_over take_papers start progress hold resume finish": _MEMBERS,
        "rate": "kiosk dispatcher",
        "withdraw": _ERRANDS,
        "board": "dispatcher clerk supervisor member grid_keeper",
    },
    "rosters": {
        "plan publish pin repair": _PLAN,
        "swap agree decline": "clerk supervisor",
        "explain show ledger": "clerk supervisor administrator auditor",
    },
    "calendar": {"day": _EVERYONE, "import": _ADMIN},
    "papers": {"list": _INSIDE},
    "statistics": {"show rows": "supervisor administrator auditor"},
}

RIGHTS: dict[str, frozenset[str]] = {
    f"{area}.{verb}": frozenset(roles.split())
    for area, rows in _TABLE.items()
    for verbs, roles in rows.items()
    for verb in verbs.split()
}


def may(roles: frozenset[str], name: str) -> bool:
    """Whether one of `roles` may call the use case or view `name`."""
    return not roles.isdisjoint(RIGHTS.get(name, frozenset()))
