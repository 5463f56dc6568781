# What members mean to try after a discussion, and what came of it.

help-i-will-try = write down, for yourself, what you will try; I ask again after 4 and 12 weeks
help-commitments = what members tried and what came of it, as far as they let you see

# Under the line with which a discussion closes

commitment-offer = ~ Is there something you want to try? Write it down for yourself; I ask you privately how it went, in 4 and in 12 weeks.
commitment-begin-button = I will try something

# Writing it down

commitment-title = What will you try?
commitment-submit = Keep it
commitment-field = What will you try?
commitment-shown = Who sees these words
commitment-shown-self = Only me
commitment-shown-name = Moderators and their reports, with my name
commitment-shown-role = Moderators and their reports, as “{ $role }”
commitment-shown-none = Moderators and their reports, without name or role
commitment-readers = Only you see it, unless you choose otherwise below; then { $names } can read it, too. How many people tried something is counted without names, from five on.
commitment-readers-none = Only you see it, unless you choose otherwise below. How many people tried something is counted without names, from five on.
commitment-long = One line has room for { $most } letters, and this has more. Nothing was kept; please send a shorter one.
commitment-not-now = **{ $cohort }** is not under way, so nothing was kept.

commitment-kept = Kept. You want to try this:
commitment-seen-self = Only you see it.
commitment-seen-name = Moderators and their reports can show it, with your name.
commitment-seen-role = Moderators and their reports can show it, as the words of “{ $role }”.
commitment-seen-none = Moderators and their reports can show it, without your name or role.
commitment-asked-0 = ~ I do not ask you about it again. `my page` shows it.
commitment-asked-1 = ~ I ask you how it went around { $first }. `my page` shows it.
commitment-asked-2 = ~ I ask you how it went around { $first }, and around { $second }. `my page` shows it.
commitment-change-button = Change
commitment-back-button = Take back
commitment-gone = Taken back: nothing is kept of it, and I do not ask about it.

# Asked again

commitment-ask-head = { $weeks } weeks ago, in **{ $cohort }**, you wanted to try this:
commitment-ask = What became of it? “Not for me” is as good an answer as any, and so is none.
commitment-done-button = Done
commitment-partly-button = Partly
commitment-not-yet-button = Not yet
commitment-not-for-me-button = Not for me
commitment-noted-done = Done. That is noted, and I do not ask again:
commitment-noted-partly = Partly done. That is noted:
commitment-noted-not-yet = Not yet. That is noted:
commitment-noted-not-for-me = Not for you. That is noted, and I do not ask again:
commitment-once-more = ~ I ask once more, around { $day }.
commitment-came = What came of it:
commitment-came-button = Say what came of it
commitment-came-change-button = Change what came of it
commitment-again-button = Change my answer
commitment-came-title = What came of it?
commitment-how-field = How did it go?
commitment-came-field = What came of it?

# What moderators see

commitments-head = **What members of { $cohort } try**
commitments-few = Figures stand here once { $least } people or more have written down what they will try.
commitments-said = { $number } people wrote down something to try.
commitments-tried = { $number } people tried it, wholly or in part.
commitments-done = { $number } people: done
commitments-partly = { $number } people: partly
commitments-not-yet = { $number } people: not yet
commitments-not-for-me = { $number } people: not for me
commitments-least = ~ A figure stands here only where { $least } people or more are behind it.
commitments-words = **In their words**, of those who let you see them:
commitments-state-open = ~ Written down.
commitments-state-done = ~ Done.
commitments-state-partly = ~ Partly done.
commitments-state-not-yet = ~ Not yet.
commitments-state-not-for-me = ~ Found not to fit.
commitments-foot = ~ All else is for its authors alone. Nobody is told of as missing.
commitments-more-button = More
commitments-sent = What members of { $cohort } try is in your private chat with me.
commitments-not-yours = What members of { $cohort } try is for those who moderate it.
