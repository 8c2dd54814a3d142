"""For whom something is told. What each may see is in `audience`; these names alone load nothing."""

from __future__ import annotations

TEAM, CUSTOMERS = "team", "customers"
AUDIENCES = (TEAM, CUSTOMERS)
