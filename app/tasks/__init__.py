"""Tasks: the inbox, and everything a person does with a step."""
