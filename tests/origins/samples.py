"""Texts on one invented accident: an agency's, and a reporter's own."""

LEAD = (
    "A crane toppled on to the roof of the fish market in Sandor on Monday and hurt four traders."
)
BODY = (
    "The crane had been hired to lift a water tank, the harbour master's office said.",
    "It gave way at about ten in the morning, when the stalls were full.",
    "Three of the injured were taken to the district hospital with broken bones.",
    "The owner of the crane, a firm from Lodden, said its papers were in order.",
    "The market will stay closed until engineers have looked at the roof beams.",
)
TEXT = "\n".join((LEAD, *BODY))
WIRE = f"SANDOR (Coastal Wire) — {TEXT}"
OWN = """For the fishwives of Sandor the week began with a bang and a rain of slates.
I walked through the market an hour after the crane came down and found four of them shaking.
One, who did not want to be named, had lost her scales, her knives and a day's catch.
Nobody from the harbour master's office was to be seen before noon.
By then the gulls had eaten what the crane had left."""
