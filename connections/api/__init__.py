"""The partners' interface: a partner's own software fetches its questions and hands in answers. docs/partner-api.md."""
