"""Telling other software that something happened to a question: queued with the change, sent by the worker.

What is sent names the question and its state, never the citizen or what they wrote: docs/webhooks.md.
"""
