"""Administration: the pages on which accounts, units, missions and days off are kept."""
