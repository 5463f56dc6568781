# Who has not been around: the moderators' private list, notes from it, and being off it.

help-who-is-quiet = who has not been around for a while, for moderators alone
help-reading-along = say that you read along: moderators do not see you on that list for three months

quiet-list-head = **Who has not been around in { $cohort } for { $days } days**, the longest first. For moderators alone, and in no report. Most who are quiet read along gladly; a word from you is an offer.
quiet-list-last-wrote-about = **{ $name }** last wrote on { $day }, about “{ $title }”.
quiet-list-last-wrote = **{ $name }** last wrote on { $day }.
quiet-list-last-reacted = **{ $name }** last reacted on { $day }.
quiet-list-last-answered = **{ $name }** answered the check-in of { $day }.
quiet-list-last-pressed = **{ $name }** last used a button or a command on { $day }.
quiet-list-last-came = **{ $name }** was last here on { $day }.
quiet-list-last-joined = **{ $name }** has been a member since { $day }.
quiet-list-write-button = Write to { $name }
quiet-list-more = … and { $more } more.
quiet-list-foot = ~ Not here: whoever is away, reads along, came lately, has not agreed to be on such a list, or has just had a word from one of you.
quiet-list-nobody = Nobody is on this list: everyone whom it can name was around in **{ $cohort }** in the last { $days } days, has just had a word from one of you, or asked not to be on it. It is for moderators alone.
quiet-list-not-told = The agreement of this cohort does not tell members of such a list, so nobody is on it. `prompts/README.md` says how an agreement tells of it.
quiet-list-not-now = **{ $cohort }** is not under way, so there is no such list.
quiet-list-news = Some people have not been around in **{ $cohort }** for a while. Who they are is for you alone to see, and nobody hears of it unless you write to them.
quiet-list-show-button = Show me
quiet-list-change-button = Change this list
quiet-list-change-title = Who is on the list
quiet-list-change-submit = Save
quiet-list-days = Days without a sign
quiet-list-tells = Shall moderators hear of it by themselves?
quiet-list-tells-yes = Yes, every two weeks if somebody is new on it
quiet-list-tells-no = No, only when they ask
quiet-list-changed-yes = Saved: on the list is who has not been around for { $days } days. Every two weeks moderators hear if somebody is new on it.
quiet-list-changed-no = Saved: on the list is who has not been around for { $days } days. Moderators see it when they ask, with `/cohort who is quiet`.

nudge-title = A personal note
nudge-submit = Go on
nudge-intro = ~ For moderators alone. Below is a draft: make it yours. Nothing is sent unless you choose so; if you close this form, nothing changes.
nudge-note = Your note
nudge-what = What shall happen with it?
nudge-choice-copied = Copy to send myself
nudge-choice-sent = Send, signed { $name }
nudge-choice-left = Leave { $first } alone for { $days } days
nudge-not-listed = That person is not on the list any more. Nothing was sent.
nudge-done-sent = Your note to **{ $name }** is on its way, signed by you. It counts among the few messages that people get from me in a week, so it may arrive some days later. For { $days } days { $name } is not on the list.
nudge-done-copied = Here it is, to copy. I sent nothing. For { $days } days { $name } is not on the list.
nudge-done-left = Left in peace. For { $days } days { $name } is not on the list.
nudge-before-sent = { $by } wrote to { $name } on { $day }. So that nobody is asked twice, { $name } is back on the list on { $until } at the earliest. Nothing was sent now.
nudge-before-copied = { $by } copied a note to { $name } on { $day }, to send it personally. So that nobody is asked twice, { $name } is back on the list on { $until } at the earliest. Nothing was sent now.
nudge-before-left = { $by } left { $name } in peace on { $day }. { $name } is back on the list on { $until } at the earliest. Nothing was sent now.

nudge-draft-wrote-1 = Hello { $first }, I came back to what you wrote in “{ $title }”. How did it go on where you work? One line is plenty. If it does not suit you now, just leave this.
nudge-draft-wrote-2 = Hello { $first }, you wrote in “{ $title }”. Is there something in it, or something else, that you would like to take up with the others? I can put it on the plan. No answer is fine, too.
nudge-draft-read-1 = Hello { $first }, I am choosing what we talk about next. Is there a question from your work that you would like to see here? One line is plenty. Reading along is just as welcome, and no answer is fine.
nudge-draft-read-2 = Hello { $first }, what would make this room more useful for your work: another topic, another day, something shorter? One line is plenty. Reading along is just as welcome, and no answer is fine.
nudge-draft-new-1 = Hello { $first }, I would like to hear what brought you here, and what would make this useful for your work. One line is plenty. If it does not suit you now, just leave this.
nudge-draft-new-2 = Hello { $first }, is there anything I can make easier for you here, or a question of yours that we could begin with? One line is plenty. If it does not suit you now, just leave this.

nudge-head = A note from { $name }, who moderates **{ $cohort }**:
nudge-foot = ~ No answer is needed. To answer this note, write to { $name } directly; I pass nothing on unless you say so.
reading-button = I'm reading along
reading-undo-button = Undo
reading-done = Thank you: reading along is taking part. Until { $day } moderators do not see you among those who have not been around in **{ $cohort }**. It is in no report, and nothing else changes.
reading-undone = Undone: in **{ $cohort }** moderators can see again if you have not been around for a while.
reading-none = You are on no such list in **{ $cohort }**, so there is nothing to take you off. Reading along is taking part.

nudge-answer = What you write here reaches nobody, and I have kept nothing of it. { $name } reads what you write to them directly.
nudge-answer-pass = What you write here reaches nobody, and I have kept nothing of it. You can write to { $name } directly, or I pass these words on, once.
nudge-answer-gone = What you write here reaches nobody, and I have kept nothing of it. To reach a moderator, write to { $names } directly.
nudge-pass-button = Pass it on
nudge-passed = Passed on. { $name } reads it and answers you directly; I keep nothing of it.
nudge-pass-not = These words were not passed on: that works once for a note. Write to the moderator directly.
nudge-passed-head = { $name } answers your note from **{ $cohort }**. I pass this on once and keep nothing of it; write back directly:

agreement-new = What you agreed to in **{ $cohort }** goes on to hold. This is in the agreement now, too:
agreement-new-ask = ~ *Not now* is fine: nothing changes then, and you are on no such list.
agreement-later = That is fine. Nothing changes in **{ $cohort }**, and you are on no such list. `agree` shows it again.
