"""What a question that was answered once has left, whoever pressed the button how often."""

SENT_ONCE = {"status": "answered", "answer_mails": 1, "sent_events": 1, "answered_events": 1}
