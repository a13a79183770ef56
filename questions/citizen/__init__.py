"""What people do on the site without an account: ask, follow their question, report an error."""
