"""Why an event was coded as it was: the record's text coded again with a trace, and the trace put into words."""
