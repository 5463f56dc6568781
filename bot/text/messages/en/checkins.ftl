# Check-ins: planning and sending them, answering, saying no.

help-checkin = ask each member privately: plan a check-in, or send one
help-checkin-stop = stop a check-in that is planned
help-no-check-ins = get no check-ins any more
help-check-ins-on = get check-ins again
help-contact-me = ask a moderator to get in touch with you

# Who can read, above the first question

checkin-reads-named = { $names } { $number ->
    [one] reads
   *[other] read
} this, with your name.
checkin-reads-unnamed = { $names } { $number ->
    [one] reads
   *[other] read
} this, without your name: shuffled, after it has closed, and only where five or more answered.
checkin-reads-cohort = Everyone in { $cohort } can read this, with your name; sponsors cannot.
checkin-reads-cohort-but = Everyone in { $cohort } can read this, with your name; sponsors and your line manager cannot.
checkin-reads-self = Only you can read this.
checkin-reads-nobody = Nobody but you can read this: there is no moderator for it who is not your line manager.
checkin-reads-unnamed-alone = Nobody but you can read this: among its readers is your line manager, and what they alone could not read would be known as yours.
checkin-reads-unnamed-nobody = Nobody but you can read this: nobody is left who was to read it.
checkin-wording = Your wording may show who you are.

# The private message

checkin-head = **{ $title }** · { $cohort }
checkin-open = ~ Open until the end of { $day }. Skipping is fine.
checkin-open-reply = ~ Open until the end of { $day }. You can simply write back here. Skipping is fine.
checkin-open-reply-to = ~ Open until the end of { $day }. If you simply write back here, it answers “{ $ask }” Skipping is fine.
checkin-nobody-watches = **Nobody watches this live.**
checkin-answer-button = Answer
checkin-one-button = One at a time
checkin-skip-button = Skip
checkin-less-button = Ask me less often
checkin-not-this-button = Don't ask this again
checkin-reminder = “{ $title }” is open until the end of { $day }, if you would like to say something. Skipping is fine; this is the one reminder.

# Answering

checkin-form-title = Check-in
checkin-form-submit = Send
checkin-form-head = **{ $title }**
checkin-form-until = ~ You can change your answers whenever you like. Open until the end of { $day }.
checkin-form-late-unnamed = ~ This check-in has closed. Answers without names are shown together only once: what you write now stays with you.
checkin-form-late = ~ This check-in has closed. Your answer is kept all the same, and marked as late; a change is marked, too.
checkin-yes = Yes
checkin-no = No
checkin-present-yes = Yes, gladly
checkin-present-maybe = Maybe, let's talk
checkin-present-no = Not now
checkin-thanks = Thank you. “{ $title }” is answered.
checkin-elsewhere = You have replied to “{ $title }” in another message here.
checkin-late-unnamed = ~ It came after the close. Answers without names are shown together only once, so this one stays with you.
checkin-late = ~ It came after the close, and is marked as late.
checkin-empty = Nothing is kept of “{ $title }”: no question was answered. You can answer until it closes, and later.
checkin-change-button = Change my answers
checkin-keep-button = Keep it to myself
checkin-kept = Your answers to “{ $title }” are yours alone now: nobody else can read them any more.
checkin-share-button = Let them read it
checkin-skipped = That is fine. “{ $title }” does not come up again this time.
checkin-after-all-button = Answer after all

checkin-step = **{ $title }** · { $place } of { $number }
checkin-step-words = ~ Write your answer here, as a message. A form has more room.
checkin-step-form = ~ The form has room for your words.
checkin-write-button = Open the form
checkin-choose-button = Choose
checkin-pass-button = Leave this one
checkin-stop-button = Stop here
checkin-go-on-button = Go on

checkin-taken = That is kept as your answer in **{ $cohort }** to “{ $ask }”
checkin-undo-button = Undo
checkin-undone = It is taken back and forgotten here; in this chat it stays until you delete it. “{ $title }” waits for your answer, or not, as you like.
checkin-words-which = Several cohorts have asked you something. Which one is this for? Nothing was kept yet: press it, then send your words again.
checkin-words-many = An answer has room for { $most } letters, and this has more. Please send a shorter one; nothing was kept.

# Saying no

checkin-not-again = “{ $title }” does not come to you again. Other check-ins do.
checkin-again-button = Ask me again
checkin-none-button = No check-ins at all
checkin-asked-again = “{ $title }” comes to you again, from its next round on.
checkin-none = No check-ins come to you from **{ $cohort }** any more. What you answered stays as it is. `check-ins on` brings them back.
checkin-none-stands = You get no check-ins any more, so “{ $title }” does not wait for you. `check-ins on` brings the next ones back.
checkin-all-button = Check-ins on
checkin-all = Check-ins of **{ $cohort }** come to you again, from the next round on.

# Asking to be contacted

checkin-contact-button = Ask { $name } to contact me
checkin-contact-someone-button = Ask someone to contact me
checkin-contact-whom = Whom shall I ask to get in touch with you? They hear that you ask, and nothing else.
checkin-contact-nobody = There is no moderator here whom I could ask for you.
checkin-contact-title = Ask to be contacted
checkin-contact-who = Whom
checkin-contact-submit = Ask
checkin-contact-asked = { $name } asks you to get in touch with them, in **{ $cohort }**. I know no reason, and no answers come with this.
checkin-contact-done = { $name } is told that you ask to be contacted, and nothing else. When they read it, I cannot say.

# Planning

checkin-plans-head = **Check-ins of { $cohort }**
checkin-plans = Planned:
checkin-plan-line = **{ $title }** · { $rhythm } · next on { $day } · { $readers }
checkin-under-way = Under way:
checkin-round-line = **{ $title }** · for { $number ->
    [one] one person
   *[other] { $number } people
} · open until the end of { $day }
checkin-nothing-planned = Nothing is planned. A check-in asks each member privately, in their own working hours; you choose who reads the answers.
checkin-library = To choose from:
checkin-library-line = **{ $title }** · { $about } · `checkin { $name }`
checkin-choose-one-button = Choose a check-in
checkin-results-button = Read the answers
checkin-library-field = Which one
checkin-library-submit = Show it
checkin-unknown = There is no check-in called “{ $word }”. Choose one from the library.
checkin-unknown-near = There is no check-in called “{ $word }”. Did you mean `{ $near }`?
checkin-show-near-button = Show that one
checkin-preview = { $about } **This is what each member gets, privately:**
checkin-preview-form = In the form, or one at a time, they answer:
checkin-preview-line = { $ask } *{ $how }*
checkin-how-scale = { $low } to { $high }
checkin-how-text = in words
checkin-how-choices = as many as fit: { $choices }
checkin-how-optional = { $how } (optional)
checkin-trial = ~ A trial, for you alone. What you answer here is not kept.
checkin-trial-over = That is how members answer “{ $title }”. It was a trial: nothing of it was kept.
checkin-back-to-it-button = Back to it
checkin-preview-below = ~ Below it they find: { $questions ->
    [one] Answer, Skip
   *[other] Answer, One at a time, Skip
}, Ask me less often, Don't ask this again. Nothing was sent.
checkin-plan-button = Plan it
checkin-send-button = Send a round now
checkin-send-again-button = Send a round now
checkin-plan-intro = **{ $title }** goes to the members and guests who agreed. Who can read the answers stands above the first question, by name, and cannot be widened afterwards.
checkin-field-rhythm = How often
checkin-field-day = First day
checkin-field-time = Time
checkin-field-time-hint = By each member's own clock, between 9:00 and 17:00
checkin-field-readers = Who reads the answers
checkin-field-readers-hint = Never someone's own line manager, nor a sponsor
checkin-field-support = Where help is
checkin-field-support-hint = Employee assistance, a crisis line: with the numbers, for all of your members
settings-support-hint = Employee assistance, a crisis line: check-ins about self-care show it
settings-wrong-support = A check-in that is planned or open shows this to members, so it cannot be empty.
checkin-plan-submit = Plan it
checkin-send-submit = Send it
checkin-rhythm-once = once
checkin-rhythm-weekly = every week
checkin-rhythm-fortnightly = every two weeks
checkin-rhythm-monthly = every month, on that weekday
checkin-readers-named = the moderators, with names
checkin-readers-unnamed = the moderators, without names
checkin-readers-cohort = the whole cohort, with names
checkin-readers-self = nobody but whoever answers
checkin-wrong-day = Choose a working day on which something may be sent.
checkin-wrong-end = The cohort has ended by then. Choose an earlier day.
checkin-wrong-time = Choose a time from 9:00 to before 17:00.
checkin-wrong-few = Without names, at least { $least } people must be asked whom none of its readers leads, so that nobody is known by their answer; today it would be { $number }. Choose another way, or wait.
checkin-planned = **{ $title }** is planned: { $rhythm }, first on { $day } at { $time } by each member's clock. Who had their message of the week gets it with the next one. It is read by { $readers }.
checkin-unplan-button = Stop it
checkin-stop-plan-button = Stop “{ $title }”
checkin-stop-which = Which check-in shall stop?
checkin-no-plans = No check-in is planned.
checkin-stopped = **{ $title }** is stopped: no more rounds go out. One that is under way stays open until its day.
checkin-plan-again-button = Plan it again
checkin-close-button = Close “{ $title }”
checkin-close-sure = Close “{ $title }” now? Whoever was not asked yet is not asked any more; late answers are still kept, and marked.
checkin-closed = **{ $title }** is closed.
checkin-sent = **{ $title }** is on its way to { $number ->
    [one] one person
   *[other] { $number } people
}, each in their own working hours. It is open until the end of { $day }.
checkin-under-way-already = **{ $title }** is under way already. Close that round first, or wait for its day.
checkin-not-doubled = **{ $title }** did not go out for { $day }: its last round is open until the end of { $last }, and nobody is asked the same twice at once. To ask anew, close that round and send one now.
checkin-too-few = **{ $title }** was not sent: without names, at least { $least } people must be asked whom none of its readers leads. You can send it with other readers.
checkin-for-nobody = **{ $title }** was not sent: there is nobody whom it could ask. Members get check-ins once they have agreed.
checkin-missed = **{ $title }** did not go out on { $day }: nothing could be sent then. The next one comes as planned. If this one matters, send a round now.
checkin-gone = The check-in `{ $name }` is not in the library any more, so its plan is stopped.
checkin-cohort-planned = **{ $cohort }** has not started: nothing reaches members before *Start*.
checkin-cohort-held = **{ $cohort }** is on hold, so nothing can go out. Resume first.
checkin-cohort-ended = **{ $cohort }** has ended; no more check-ins go out.
