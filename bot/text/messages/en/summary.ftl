# Summaries: the draft for moderators, what is posted, and what becomes of both.

help-summary = what was shared: a draft for moderators, the approved summary for everyone

# What a summary holds

summary-background = **Background, { $begins } to { $ends }**
summary-points = **What was shared**
summary-resources = **Links and resources**
summary-questions = **Open questions**
summary-more-questions = { $number ->
    [one] And one more question in the thread.
   *[other] And { $number } more questions in the thread.
}
summary-no-quotes = Nothing is quoted here now.
summary-coverage = { $messages ->
    [one] ~ { $cited } of 1 message is quoted here, word for word.
   *[other] ~ { $cited } of { $messages } messages are quoted here, word for word.
}
summary-by-member = A member of the cohort
summary-by-moderator = A moderator
summary-by-guest = A guest
summary-by-sponsor = A sponsor
summary-by-someone = Someone of the cohort

# The draft

summary-draft-head = # Draft: { $title }
summary-draft-open = ~ Open until { $closes }. What comes later is not in here; `/cohort summary` makes a fresh draft.
summary-draft-again = ~ A summary of this discussion is posted already. Approving this draft puts it in that one's place.
summary-draft-thinned = ~ Some words were changed or taken back since, and left. `/cohort summary` makes a fresh draft.
summary-draft-note = ~ { $who } can read this draft. Nothing is posted before a moderator approves it.
summary-edit = Edit
summary-approve = Approve and post
summary-discard = Discard
summary-discard-confirm = The draft goes away for every moderator. /cohort summary makes a new one.

summary-edit-title = Edit the draft
summary-edit-submit = Save
summary-opening-label = Opening words
summary-opening-hint = Yours, with your name, above the quotes. Quotes stay word for word.
summary-opening-long = That is longer than { $most } letters. Please shorten it.
summary-keep-points = Keep these points
summary-keep-resources = Keep these links
summary-keep-questions = Keep these questions
summary-someone = Another moderator
summary-changed-meanwhile = { $who } changed the draft meanwhile, so nothing was saved. Copy your words, close this, and press Edit again.
summary-approve-changed = { $who } changed the draft of **{ $title }** meanwhile, so nothing was posted. The card shows it as it is now: look it through and approve it there.
summary-approve-empty = Nothing is left in this draft, so nothing was posted. *Edit* brings points back or takes opening words; *Discard* lets it go.
summary-where = Where shall the summary of **{ $title }** go?
summary-where-thread = Post in the thread
summary-where-room = Post in the room

# What became of it

summary-approved = { $who } approved the summary of **{ $title }**. { $place }
summary-goes-thread = It is posted in the discussion's thread.
summary-goes-room = It is posted in the room.
summary-goes-again = It takes the place of the one that was posted before.
summary-goes-held = The cohort is on hold: it is posted when you resume.
summary-see = See it
summary-see-label = Open the summary
summary-see-here = Here it stands: { $link }
summary-see-later = It is on its way. Try again in a minute.
summary-discarded = { $who } discarded the draft of **{ $title }**. Nothing was posted. `/cohort summary` makes a new one.
summary-replaced = A newer draft of **{ $title }** has taken this one's place. You find it below.
summary-renewed = The summary of **{ $title }** was renewed.

# What is posted

summary-posted-head = # What we shared: { $title }
summary-posted-note = ~ { $who } looked this through. Words that their author takes back leave it.
summary-copy-replaced = This summary was renewed.
summary-show-newest = Show the newest

# Asking for one

summary-reading = I am reading “{ $title }”. { $who } will get the draft privately, in a moment.
summary-nothing-yet = There is nothing to sum up yet. Once a discussion holds answers that may be kept, `/cohort summary` drafts it; after it closes, a draft comes by itself at 9:00 on the next working day.
summary-none-approved = No summary is posted yet. After a discussion closes, moderators look a draft through first; what they approve appears in the room.
summary-sent-privately = I sent you the newest summary in our private chat.

# When there is no draft

summary-quiet = “{ $title }” has closed, and there is nothing to sum up this time. You can leave it at that, bring the question back in another week, or say in its thread what you take from it.
summary-show-schedule = Show the schedule
summary-nothing-quotable = I read “{ $title }” and found nothing that I can quote, so there is no draft. You can sum it up in its thread in your own words.
summary-failed = The draft of “{ $title }” could not be made just now. Nothing is lost: the answers are kept.
summary-try-again = Try again
summary-unread = The draft of **{ $title }** waits for one of you: to edit, approve or discard. It stays a draft until then.
summary-show-draft = Show the draft

# When words change

summary-outdated = { $who } changed a message that is quoted in the summary of **{ $title }**. What no longer stands there has left the posted copy. A fresh draft can take up the change.
summary-renew = Renew
summary-leave = Leave
summary-renewing = { $who } asked for a fresh draft of **{ $title }**. It comes in a moment; the posted summary stays until one of you approves it.
summary-left = { $who } left the summary of **{ $title }** as it is.
