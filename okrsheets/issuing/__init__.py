"""Gets score sheets to people: issued, prefilled, listed, packed and addressed."""
