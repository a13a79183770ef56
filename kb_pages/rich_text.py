"""What an editor may write in rich text: what helps reading, and nothing that breaks the order of headings."""

BODY_FEATURES = ["h2", "h3", "h4", "bold", "ol", "ul", "link", "document-link"]
# Inside a case, a step or a callout the surrounding block already gives the heading.
INNER_FEATURES = ["bold", "ol", "ul", "link", "document-link"]
SENTENCE_FEATURES = ["bold", "link"]
