"""How law is told, once: how a provision is cited, what weakens a statement, what a law is on a day, what a rule does.

Values and pure functions; what they look like on a page is decided by the views.
"""
