"""Agencies: parties, units, missions, the people of the units, and which unit serves a step."""
