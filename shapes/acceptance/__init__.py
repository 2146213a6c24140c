"""Results that somebody accepts: one by one and until a day (waivers), or all that were there before (a baseline)."""
