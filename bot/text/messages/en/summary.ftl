# Summaries: the draft for moderators, what is posted, and what becomes of both.

help-summary = what was shared last, in a `week` or `month`, on a day, in a session (`today 2pm to 3pm`), in `all`: moderators get a draft

# What a summary holds

summary-background = **Background, { $begins } to { $ends }**
summary-background-day = **Background, { $begins }**
summary-part = # { $name }
summary-points = What was shared
summary-other-points = Also shared
summary-theme = Theme { $number }
summary-people = , one of { $number } people who say this
summary-on-tool = , on a tool
summary-on-resource = , on a resource
summary-on-worth = , on why it is worth it
summary-resources = # Links and resources
summary-questions = # Open questions (no reply found)
summary-more-questions = { $number ->
    [one] And one more question in the thread.
   *[other] And { $number } more questions in the thread.
}
summary-no-quotes = Nothing is quoted here now.
summary-coverage = { $messages ->
    [one] ~ { $cited } of 1 message is quoted here, word for word.
   *[other] ~ { $cited } of { $messages } messages are quoted here, word for word.
}
summary-unquotable = { $number ->
    [one] ~ 1 message is left out: its author has not agreed to be quoted.
   *[other] ~ { $number } messages are left out: their authors have not agreed to be quoted.
}
summary-by-member = A member of the cohort
summary-by-moderator = A moderator
summary-by-guest = A guest
summary-by-sponsor = A sponsor
summary-by-someone = Someone of the cohort

# The draft

summary-draft-head = # Draft: { $title }
summary-draft-open = ~ Open until { $closes }. What comes later is not in here; `/cohort summary` makes a fresh draft.
summary-draft-not-over = ~ These days are not over. What comes later is not in here; the same command makes a fresh draft.
summary-draft-goes-on = ~ This session is not over. What comes later is not in here; the same command makes a fresh draft.
summary-draft-again = ~ A summary of this discussion is posted already. Approving this draft puts it in that one's place.
summary-draft-thinned = ~ Some words were changed or taken back since, and left. `/cohort summary` makes a fresh draft.
summary-draft-more = { $number ->
    [one] ~ 1 more can be taken in: *Edit* shows it.
   *[other] ~ { $number } more can be taken in: *Edit* shows them.
}
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
summary-themes = Arrange themes
summary-themes-title = Themes
summary-themes-intro = Points stay word for word; here you say what they come under. What you leave out can be taken in again.
summary-theme-named = Theme { $number }: { $name }
summary-theme-unnamed = Theme { $number }
summary-theme-hint = A name in your own words. Empty leaves it as it is.
summary-theme-goes = Where theme { $number } goes
summary-theme-place = Place { $number }
summary-theme-with = Joins { $name }
summary-theme-out = Leave it out
summary-theme-tangled = It can join a theme that has a place of its own. Choose another, or give that one a place.
summary-add = Add points
summary-add-title = Add points
summary-add-intro = Sentences that are not quoted yet, word for word.
summary-add-from = From “{ $name }”
summary-add-marked = People marked these messages
summary-add-from-others = From other messages
summary-add-gone = Some of these words changed meanwhile, so nothing was saved. Close this and press { $button } again.
summary-add-many = A summary holds { $most } points at most. Choose fewer, or take some out with *Edit* first.
summary-add-nothing = There is nothing more to quote: every sentence that says something is in the draft, or its author has not agreed to be quoted.
summary-someone = Another moderator
summary-changed-meanwhile = { $who } changed the draft meanwhile, so nothing was saved. Copy your words, close this, and press { $button } again.
summary-approve-changed = { $who } changed the draft of **{ $title }** meanwhile, so nothing was posted. The card shows it as it is now: look it through and approve it there.
summary-approve-empty = Nothing is left in this draft, so nothing was posted. *Edit* brings points back or takes opening words; *Discard* lets it go.
summary-where = Where shall the summary of **{ $title }** go?
summary-where-thread = Post in the thread
summary-where-room = Post in the room

# What became of it

summary-approved = { $who } approved the summary of “{ $title }”. { $place }
summary-no-room = { $title } has no room to be posted in: I am in none of this cohort any more. The draft stays as it is.
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
summary-week = Week of { $day }
summary-days = { $begins } to { $ends }
summary-session = Session on { $day }, { $hours }
summary-all = Everything so far, to { $day }
summary-clocks = ~ These hours are by the cohort's clocks: { $zone }.
summary-backwards = “{ $words }” ends before it begins. Put what comes first first, as in `/cohort summary March 2 to March 20` or `/cohort summary today 2pm to 3:30pm`; hours are those of one day.
summary-future = “{ $words }” is yet to come, by the cohort's clocks ({ $zone }). Ask again once something was said.
summary-leapt = The clocks were put forward then, and “{ $words }” names an hour that they left out ({ $zone }). Choose one before or after it.
summary-which = I can't read “{ $words }” as a stretch of time. Try `/cohort summary week`, `/cohort summary last month`, `/cohort summary all`, `/cohort summary yesterday`, `/cohort summary March 2 to March 20` or `/cohort summary today 2pm to 3:30pm`; without more it is about the newest discussion.
summary-nothing-then = Nothing was said then that may be kept: { $title }. I keep answers to discussions, and nothing else that is said in the room.
summary-nothing-yet = There is nothing to sum up yet. Once a discussion holds answers that may be kept, `/cohort summary` drafts it; after it closes, a draft comes by itself at 9:00 on the next working day.
summary-none-approved = No summary is posted yet. After a discussion closes, moderators look a draft through first; what they approve appears in the room.
summary-none-then = No summary is posted of that time: { $title }. `/cohort summary` shows the one of the newest discussion.
summary-sent-privately = I sent you the summary in our private chat.

# When there is no draft

summary-quiet = “{ $title }” has closed, and there is nothing to sum up this time. You can leave it at that, bring the question back in another week, or say in its thread what you take from it.
summary-show-schedule = Show the schedule
summary-nothing-quotable = I read “{ $title }” and found nothing that I can quote, so there is no draft. You can sum it up in its thread in your own words.
summary-failed = The draft of “{ $title }” could not be made just now. Nothing is lost: the answers are kept.
summary-try-again = Try again
summary-unread = The draft of **{ $title }** waits for one of you: to edit, approve or discard. It stays a draft until then.
summary-show-draft = Show the draft

# When words change

summary-outdated-point = { $who } changed a message that is quoted in the summary of **{ $title }**: point { $place } under **{ $part }**. It now says:
summary-outdated-message = { $who } changed a message that is quoted in the summary of **{ $title }**. It now says:
summary-outdated = What no longer stands there has left the posted copy. *Renew* makes a fresh draft with the new words; it is posted when one of you approves it.
summary-outdated-over = What was changed in the summary of **{ $title }** was taken back since, and has left it. There is nothing to decide.
summary-renew = Renew
summary-leave = Leave
summary-renewing = { $who } asked for a fresh draft of **{ $title }**. It comes in a moment; the posted summary stays until one of you approves it.
summary-left = { $who } left the summary of **{ $title }** as it is.
