"""Paper files that enter the system: read from a table, checked row by row, each put where it stands now."""
