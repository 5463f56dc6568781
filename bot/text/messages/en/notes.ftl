# What of a month is told to those who steer a programme: no quotes, no names.

help-note = themes and numbers of a month, without quotes or names, to pass on to those who steer the programme

# What it tells

note-title = { $cohort }, { $month }
note-head = # { $title }
note-few = A few people
note-people = { $number } people
note-who = { $who } in { $number ->
    [one] 1 discussion
   *[other] { $number } discussions
}
note-untitled = A discussion of { $month }
note-all = { $who } shared what they see at work.
note-theme = **{ $name }** – { $line }
note-line = { $line }
note-spoke = { $who } talked about it.
note-shared = { $who } shared { $what }.
note-idea = { $number ->
    [one] 1 idea
   *[other] { $number } ideas
}
note-strategy = { $number ->
    [one] 1 strategy
   *[other] { $number } strategies
}
note-challenge = { $number ->
    [one] 1 challenge
   *[other] { $number } challenges
}
note-tool = { $number ->
    [one] 1 tool
   *[other] { $number } tools
}
note-experience = { $number ->
    [one] 1 experience
   *[other] { $number } experiences
}
note-question = { $number ->
    [one] 1 question
   *[other] { $number } questions
}
note-some-idea = ideas
note-some-strategy = strategies
note-some-challenge = challenges
note-some-tool = tools
note-some-experience = experiences
note-some-question = questions
note-questions = { $number } questions are open.
note-questions-some = Some questions are open.
note-tried = So far, { $number } people say that they tried something they had written down, wholly or in part.
note-besides = Open questions, and what people try
note-links = # Links that were shared
note-links-title = Links that were shared
note-more-links = { $number ->
    [one] And 1 more.
   *[other] And { $number } more.
}
note-plain = Themes and numbers only: no quotes, no names. Numbers of people stand here from five on.
note-foot = ~ Themes and numbers only: no quotes, no names. Numbers of people stand here from five on.
note-how = From summaries that the moderators approved. A theme has a name that a moderator gave it, or words that at least three people used, or the title of its discussion. The moderators looked this note through.

# The draft

note-draft = *A draft about { $month }, for those who steer the programme. I send it to nobody: once one of you approves it, you can pass it on.*
note-not-over = ~ The month is not over; what is approved later joins the draft.
note-unfinished = ~ { $number ->
    [one] 1 discussion of that month has
   *[other] { $number } discussions of that month have
} no approved summary yet. What you approve meanwhile joins this draft.
note-new = ~ New here since one of you decided on it: { $what }.
note-new-theme = “{ $name }”
note-new-links = { $number ->
    [one] 1 link
   *[other] { $number } links
}
note-nothing-left = Nothing stands here now: what it rested on was changed or taken back.
note-draft-foot = ~ { $who } can read this draft.
note-edit-button = Edit
note-approve-button = Approve
note-discard-button = Discard
note-discard-confirm = The draft goes away for every moderator. /cohort note makes a new one.
note-change-button = Change it
note-edit-title = Edit the note
note-edit-intro = It leaves the cohort, so write nobody's words and no names into it.
note-opening-label = Opening words
note-opening-hint = They stand above the themes, without your name.
note-keep-themes = Keep these themes
note-keep-links = Keep the links of
note-name = Call it differently: { $name }
note-renamed = { $name } (was: { $own })
note-name-hint = Empty leaves it as it is, - takes your name away again. Themes of one name become one.
note-which-label = Call one theme differently
note-which-option = { $number }: { $name }
note-which-name = Its name
note-which-missing = Choose the theme that is to have this name.
note-edit-many = ~ There are many: you name one at a time. What does not fit in here stays as it is.
note-edit-late = { $who } or new words changed the note meanwhile, so nothing was saved. Copy your words, close this, and press Edit again.
note-outrun = The note about { $month } changed meanwhile, so nothing was done. The card shows it as it is now: look it through and press there.
note-approve-empty = Nothing stands in this note, so there is nothing to approve. *Edit* takes themes in or opening words; *Discard* lets it go.

# What became of it

note-approved = *{ $who } approved this note about { $month }. Copy it from here and pass it on as you like; I send it to nobody.*
note-approved-file = ~ Whoever runs me makes a file of it: `python -m bot note { $id } { $number } --format pdf`. *Change it* makes it a draft again.
note-discarded = { $who } discarded the note about { $month }. `/cohort note` makes a new one.
note-not-yours = Notes about { $cohort } are for those who moderate it.

# Asking for one

note-which = I can't read “{ $words }” as a month. Try `/cohort note last month`, `/cohort note this month` or `/cohort note March`.
note-to-come = { $month } is yet to come. Its note follows on the first working day after it.
note-none = No summary about { $month } is approved, so there is nothing to tell of it. A discussion belongs to the month in which it closes; once you approve its summary, `/cohort note` has it.
note-sent = The note about { $month } is in your private chat with me.

# Over several cohorts

note-how-names = A theme over several cohorts has words that at least three people of each of them used, or a number. Under a cohort it has a name that a moderator there gave it, or words that at least three people there used, or the title of a discussion. Names that hold the name of somebody are left out, and so is what moderators left out of a monthly note.
themes-title = Themes across { $number } cohorts
themes-of = Of { $names }
themes-recurs = In { $number } cohorts.
themes-nth = Theme { $number }
themes-in = { $cohort } (“{ $name }”): { $line }
themes-own = “{ $name }”: { $line }
themes-particular = Particular to { $cohort }
themes-how = From summaries that moderators approved. What recurs is found by meaning; a theme recurs in a cohort where at least two of its people spoke of it, and is a cohort's own from three on.
