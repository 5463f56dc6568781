# Words that Slack's own windows need around ours.

slack-confirm-no = Leave it
slack-form-close = Cancel
