"""The mailbox that replies arrive in, read over IMAP (docs/mail-intake.md).

`address` says where it is, `connection` and `errors` are one visit to its server, `fetching` takes the messages,
`notice` tells people of a failure.
"""
