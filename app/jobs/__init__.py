"""Jobs: what runs without a person: timers of cases, clocks of steps, and what the outbox holds."""
