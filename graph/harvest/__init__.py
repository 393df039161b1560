"""From a public register to a change set: its entries read, chosen by strict rules, and held against what stands.

What a register calls things and which entries are taken is data (`data/harvest/`), told in our own words; its texts are
not copied.
"""
