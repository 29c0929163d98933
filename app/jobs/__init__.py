"""Jobs: what runs without a person."""
