# The library of prompts: finding one, posting one by hand, changing its words for a cohort.

help-prompts = look through the library of prompts
help-prompt = post a prompt now, or plan it for a day
help-prompt-edit = change the words of a prompt for this cohort

prompts-all = **The library.** A word after `prompts` narrows it down, such as `prompts language`.
prompts-found = **Prompts about “{ $word }”**
prompts-line = **{ $title }** · { $kind }
prompts-choose = Choose one to read it.
prompts-left = Choose one to read it. There { $left ->
    [one] is one more.
   *[other] are { $left } more.
}
prompts-none = Nothing in the library is about “{ $word }”. Try another word, or look through all of it.
prompts-card = **{ $title }** · { $kind } · `{ $name }`
prompts-all-button = Show all
prompts-more-button = Show more
prompts-now-button = Use now
prompts-plan-button = Choose a day
prompts-preview-button = Preview

kind-introductions = introductions
kind-icebreaker = icebreaker
kind-where-are-you-now = where are you now
kind-working-agreement = working agreement
kind-open-question = open question
kind-challenge = bring a challenge
kind-case = case study
kind-role-play = role play
kind-perspective = perspective
kind-hard-topic = hard topic
kind-small-step = small step
kind-what-failed = what failed
kind-success = what went well
kind-reading = reading, listening or watching
kind-resources = resource swap
kind-guest = guest
kind-self-care = self-care
kind-value-story = value story
kind-retrospective = looking back
kind-goodbye = goodbye

prompt-unknown = There is no prompt called “{ $word }”. `/cohort prompts` shows the library.
prompt-unknown-near = There is no prompt called “{ $word }”. Did you mean one of these?
prompt-several = There is more than one prompt called “{ $word }”. Which one?
prompt-before-start = **{ $cohort }** has not started: nothing reaches members before *Start*. After it, `/cohort prompt` posts or plans any prompt.
prompt-held = **{ $cohort }** is on hold, so nothing can go out. Resume first.
prompt-ended = **{ $cohort }** has ended; no more prompts go out.
prompt-day-off = { $day } is kept free of prompts. Choose another day.
prompt-today-over = It is past { $time }, the time for prompts. Post it now, or choose a later day.
prompt-day-missing = Choose the day here, or “Now” above.
prompt-choose-one = Choose one of these prompts.
prompt-confirm = Post **{ $title }** in the room now? Its discussion opens at once.
prompt-confirm-planned = Post **{ $title }** in the room now? It is on the calendar for { $when }, and would leave that day.
prompt-now-button = Post it
prompt-leave-button = Leave it
prompt-posted = **{ $title }** is on its way to the room, and its discussion is open.
prompt-posted-before = **{ $title }** is on its way to the room, and its discussion is open. On { $day } it does not come again.
prompt-left = Nothing was posted.
prompt-planned = **{ $title }** goes out { $when }.
prompt-moved = **{ $title }** was on the calendar already. It moves to { $when }.
prompt-form-title = Post a prompt
prompt-form-submit = Go on
prompt-form-prompt = Prompt
prompt-form-when = When
prompt-form-now = Now
prompt-form-on-day = On a day at 10:00 AM
prompt-form-day = Day
prompt-form-day-hint = Stays empty for “Now”

edit-which = No prompt is on the calendar. Name the one to change, as in `prompt edit small-step`.
edit-form-title = Edit a prompt
edit-form-submit = Save
edit-form-intro = ~ Your words hold for this cohort; the library stays as it is.
edit-form-name = Title
edit-form-body = Text
edit-form-body-hint = Filled in when it is posted: {"{"}cohort{"}"}, {"{"}theme{"}"}, {"{"}week{"}"}, {"{"}moderators{"}"}
edit-form-follow-up = Follow-up
edit-form-follow-up-hint = A narrower question for a quiet discussion; may stay empty
edit-form-days = Days open
edit-done = **{ $title }** is changed for this cohort. { $when }
edit-goes-out = It goes out { $when }.
edit-next-time = It is used whenever you post it.
edit-wrong-empty = This needs a few words.
edit-wrong-long = This has { $letters } letters; { $most } fit. Please shorten it.
edit-wrong-title-braces = A title is shown as it is; please leave out the braces.
edit-wrong-braces = “{ $wrong }” cannot be filled in. You can use { $known }; for a plain brace write it twice.
edit-wrong-braces-near = “{ $wrong }” cannot be filled in. Did you mean { $near }? For a plain brace write it twice.
edit-wrong-days = Write a number of days from 1 to { $most }.
edit-wrong-late = Something of this prompt comes later than that. Keep it open for { $days ->
    [one] one day
   *[other] { $days } days
} at least.
