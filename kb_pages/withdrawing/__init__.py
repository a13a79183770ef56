"""Withdrawing a page, and what stands around it: its translations, the pages that lead to it."""
