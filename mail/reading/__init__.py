"""From the bytes of an e-mail to the words of the person who wrote it. Pure: no database, no settings, nothing kept.

In the order in which they work (docs/mail-intake.md):

1. `decoding`: bytes to text, whatever charset and transfer encoding they claim.
2. `message`: headers, and the MIME parts as places in the raw message.
3. `addresses`, `look_alikes`, `authentication`: who wrote, and how far that can be believed; which mails it answers.
4. `plain_text`, `html`: the text of the body, from its plain part or its HTML.
5. `automatic`, `bounces`: mails that no person wrote (auto-replies, bounces, loops, receipts …).
6. `quoted_text`, `program_phrases`: reply, quoted text and signature, by how programs announce what they quote.
   `quoted_sent_text`, `sent_text`: the same where it is known what was sent, so that only that is set apart.
7. `thanks`: whether what is left asks anything.
"""
