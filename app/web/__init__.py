"""What every page shares: the wall of closed doors, the safety headers, language, error pages, built assets."""
