# Words that Slack's own windows need around ours.

slack-confirm-no = Leave it
slack-form-close = Cancel
slack-form-too-large = This form holds more than Slack can show, so it did not open, and nothing has changed. Please tell whoever runs Roundtable what you wanted to do.
slack-notice-title = Not installed here
slack-not-installed = Roundtable is not installed in this workspace now, so nothing has changed. Whoever runs Roundtable knows the address where it can be installed again.

# The pages in the browser where a workspace installs the app. Plain letters, no markup.

slack-page-install-title = Roundtable for your Slack workspace
slack-page-install = Roundtable moderates peer learning cohorts: a prompt each week, and what was shared. It reads only channels to which someone invites it, and what people write to it privately. Slack shows you all of its permissions before you allow them.
slack-page-install-button = Install in Slack
slack-page-done-title = Roundtable is in { $workspace }
slack-page-done = You can close this page. In Slack, make a channel for your cohort, invite @Roundtable there, and type /cohort new.
slack-page-denied-title = Nothing was installed
slack-page-denied = Slack was told no, or your workspace wants an administrator's approval first. Once you have that, begin again.
slack-page-stale-title = This page was open for too long, or was opened twice
slack-page-stale = Nothing was installed. Begin again and finish within ten minutes, in the same browser and with cookies allowed.
slack-page-code-title = Slack did not confirm this
slack-page-code = Nothing was installed. Begin again; if it happens twice, tell whoever runs Roundtable, who finds Slack's reason in the log.
slack-page-away-title = Slack cannot be reached now
slack-page-away = Nothing was kept. Wait a few minutes and begin again.
slack-page-shut-title = Roundtable cannot keep anything now
slack-page-shut = It is starting, stopping, or its database is away, and nothing was installed. Wait a few minutes and begin again.
slack-page-busy-title = Too many are installing now
slack-page-busy = Nothing was installed. Wait a minute and begin again.
slack-page-organisation-title = One workspace at a time
slack-page-organisation = Roundtable was not installed: it cannot serve a whole organisation at once. Begin again and choose a single workspace at the top right of Slack's page.
slack-page-not-listed-title = This workspace is not on the list
slack-page-not-listed = Roundtable was taken out of it again, and has kept nothing. Ask whoever runs Roundtable to add your workspace, then begin again.
slack-page-again-button = Begin again
