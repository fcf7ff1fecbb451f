"""A second solver of the published contract (docs: design, sections 3 to 5), plain and literal.

It shares nothing with the package.
"""
