"""How facts change: change sets, the ledger of accepted ones, and how they are applied to the tables."""
