# Discussions: how they open, what is kept of them, how they close.

help-close = close the newest open discussion
help-extend = keep the newest open discussion open for longer
help-leave-out = take a message out of all records

prompt-missing = The prompt `{ $name }` was due, and there is no file of that name any more. Nothing was posted. `/cohort prompts` shows what there is.
starter-today = “{ $title }” is in the room now, and it says that you start. A few lines in its thread are plenty. It is open until { $closes }.
host-today = “{ $title }” is in the room now, and it says that you host this week. Write first, and answer others when you can. It is open until { $closes }.

close-confirm = Several discussions are open; “{ $title }” is the newest. Close it now? Its thread is told, and you get a draft of what was shared on the next working day.
close-button = Close it
close-done = “{ $title }” is closed, and its thread was told. You get a draft of what was shared on the next working day.
close-already = “{ $title }” was closed already.
nothing-open = No discussion is open now. `/cohort schedule` shows what comes next.
extend-by = “{ $title }” closes { $closes }. How much longer should it stay open? You can also type it, as in `/cohort extend 3 days`.
extend-1-button = 1 day longer
extend-3-button = 3 days longer
extend-7-button = 7 days longer
extend-too-long = A discussion can be open for { $most } days in all. “{ $title }” closes { $closes } as before; choose fewer days.
extend-done = “{ $title }” is open until { $closes } now, and its thread was told.
discussion-extended = There is more time: this discussion is open until { $closes }.
discussion-closed = This discussion closes here, with thanks. { $moderators } will post what we learned, from { $summary } on. A later answer in this thread is kept with it.
discussion-closed-unanswered = This discussion closes here. The question stays yours: a later answer in this thread is kept with it.

leave-out-title = Leave a message out
leave-out-intro = From “{ $title }”, the newest first. The message leaves all records, drafts and summaries. In the room it stays until its author deletes it. Its author gets a private note.
leave-out-field = Message
leave-out-submit = Leave it out
leave-out-done = Done. The message has left all records of “{ $title }”, and its author has a private note.
leave-out-gone = That message is not in the records any more. Nothing was changed.
leave-out-nothing = Nothing is kept in a discussion here, so there is nothing to leave out.
left-out-note = { $name } took a message of yours in “{ $title }” out of all records, so it appears in no summary. In the room it stays as you wrote it; you can delete it there. If you wonder why, ask { $name }.

agree-first = For this I have to keep what you write, and you have not agreed to that. The agreement says what is kept, and who can read it.
agree-first-button = Show the agreement

answer-privately-button = Answer privately
held-title = Answer privately
held-field = Your answer
held-submit = Keep my answer
held-intro = “{ $title }”

    Nobody reads your answer before { $when }. Then all answers are shown together in the thread, with your name if you are quoted by name. { $names } moderate it.
held-kept = Your answer is kept. It is shown with all the others { $when }; until then you can change it.
held-change-button = Change my answer
held-over = The private answers to “{ $title }” have been shown, or it is closed. You can answer in its thread.
held-shown = **Here are the answers to “{ $title }”, all together.** Which of them sounds like your place?
held-none = From here on, answers go straight into this thread.
held-emptied = ~ What stood here was taken back by whoever wrote it.
