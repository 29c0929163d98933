"""Who serves the nationals of a country, and from when."""
