# Words that Slack's own windows need around ours.

slack-confirm-no = Leave it
slack-form-close = Cancel
slack-form-too-large = This form holds more than Slack can show, so it did not open, and nothing has changed. Please tell whoever runs Roundtable what you wanted to do.
