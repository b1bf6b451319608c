"""Text in, findings out: the checker. Knows no Flask, no browser and no network."""
