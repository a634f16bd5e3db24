"""What the business is: plain values and rules, no Redis, no Flask, the standard library only."""
