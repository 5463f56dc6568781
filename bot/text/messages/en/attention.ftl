# One attention budget: what is told together, and how members ask to be met.

digest-head = From **{ $cohort }**, in one message:

asked-arrives = { $name } gets this on { $when }, when the bot may write to them again. A message of your own is quicker.

asked-arrives-not = The bot may not write to { $name } before { $when }, and then this is over. Write to them yourself.

## How somebody asks to be met

manner-in-one = in { $cohort }
manner-in-all = in all your cohorts
manner-moderator = What reaches you as a moderator is your work, and comes all the same.

help-away = be away: nothing comes but answers
help-away-until = be away until a day
help-back = be here again
help-quiet-hours = hours without messages, by your clock
help-ask-me-less = get fewer messages
help-ask-me-normally = get as many messages as everyone
help-attention = what waits for whom, and what fell away

away-title = Away
away-submit = Be away
away-until = Last day away
away-intro = Until then you get nothing from me but answers to what you begin yourself.
away-when = Pick a day from today on, within a year.
away-which-day = I did not understand the day, or it is over. Try `/cohort away until Friday`, or a date such as `/cohort away until 2026-03-20`.
away-done =
    You are away until { $day }, { $where }. Until then you get nothing from me but answers to what you begin.
    What waits comes afterwards, in one message.
away-button = Be away
back-button = I am back
back-done = Welcome back { $where }. What waits comes in one message, in your working hours.

quiet-hours-done =
    No messages from { $since } to { $until } ({ $zone }), { $where }.
    I write Monday to Friday between 9 and 17 by your clock anyway.
quiet-hours-off = No quiet hours any more, { $where }. I write Monday to Friday between 9 and 17 by your clock.
quiet-hours-which = Which hours? Try `/cohort quiet hours 18:00-8:00`, or `/cohort quiet hours off`.
quiet-hours-all = These hours leave none of the working day, so they are not set. You can be away until a day, or get fewer messages.
quiet-hours-off-button = Switch them off

less-done = From now on you get at most:
normally-done = As for everyone. You get at most:
manner-number-0 = { $cohort }: one message in two weeks
manner-number-1 = { $cohort }: one message a week
manner-number-2 = { $cohort }: two messages a week
less-button = Ask me less
still-less-button = Even less
normally-button = As before

## What moderators see

attention-rule =
    { $number ->
        [one] A member of **{ $cohort }** gets one message a week from the bot at most
       *[other] A member of **{ $cohort }** gets { $number } messages a week from the bot at most
    }, besides answers. The most important goes first; what was an invitation falls away when its time is over.
attention-waits = **Waits now:**
attention-waits-none = Nothing waits for anyone.
attention-fell = **Fell away in the last two weeks:**
attention-fell-none = Nothing fell away in the last two weeks.
attention-line = { $name }: { $kinds }
attention-line-until = { $name }: { $kinds }, until { $when }
attention-more =
    { $number ->
        [one] And one person more.
       *[other] And { $number } people more.
    }
kind-9 = a change about their data
kind-8 = a moderator's own words
kind-7 = something asked of them by name
kind-other = a message

## A cohort's settings

settings-per-week = Messages a week to a member
settings-per-week-hint = All features together; a member can ask for fewer. Answers do not count.
settings-per-week-1 = One
settings-per-week-2 = Two
