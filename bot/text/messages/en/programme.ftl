# The calendar of prompts: schedule, preview, skip, shift, hold, resume, and what is late.

help-schedule = all prompts with their days, and who starts
help-preview = the next prompt as members will see it; also a prompt by name, or the whole programme
help-skip = leave out the next prompt, or keep days such as holidays free
help-shift = move everything planned, such as `shift 1 week` or `shift -2 days`
help-hold = let the cohort rest: nothing goes out until you resume
help-resume = go on after a hold

programme-gone = The programme “{ $name }” is not in the library any more, so no prompts are planned. `/cohort prompts` shows what there is; `/cohort prompt` puts one on the calendar.

step-line = **{ $label }** · { $day }, { $time } · { $title } · { $state }
step-week = Week { $week }
step-added = Added
step-host = { $name } hosts
step-starter = { $name } will start
step-state-planned = planned
step-state-posted = posted
step-state-skipped = left out
step-state-waiting = waits for your choice
step-next = Next, { $when }: **{ $title }**
step-next-none = Nothing else is planned.

schedule-head = **{ $cohort }: the calendar**
schedule-held = **{ $cohort }: the calendar.** Everything rests until a moderator resumes.
schedule-before = **{ $cohort }: the calendar** as it will be once you press *Start*
schedule-foot = ~ Times are local in { $zone }. `/cohort prompt` adds a prompt or moves one to another day.
schedule-empty = Nothing is on the calendar. The library has prompts to choose from.
schedule-preview-button = Preview the next
schedule-preview-all-button = Preview all
schedule-skip-button = Skip the next
schedule-prompts-button = Show prompts
schedule-start-button = Start
hold-button = Hold the cohort
resume-button = Resume

day-unreadable = I can't read “{ $word }” as a day. Write it like 2026-03-09 or March 9.
day-over = { $day } is over. Choose a day to come.
day-far = That is more than three years away. Choose an earlier day.

skip-nothing = Nothing is planned that could be left out. `/cohort prompt` puts a prompt on the calendar.
skip-before-start = Before the start nothing is on the calendar. To keep a day free of prompts, name it: `skip 2026-05-25`.
skip-left-out = **{ $title }**, planned for { $when }, is left out; the other prompts keep their days. { $next }
skip-push-button = Move all by a week
skip-back-button = Put it back
skip-back = **{ $title }** comes { $when } after all.
skip-freed = { $day } is kept free. A prompt that would come then goes to the next working day.
skip-free-already = { $day } is kept free already.

shift-how = Say how far: `shift 1 week`, `shift 3 days`, or with a minus to move back, `shift -2 days`.
shift-far = That is more than a year. Shift by 52 weeks at most.
shift-past = **{ $title }** would come on { $day }, which has passed. Nothing was moved; choose a smaller step back.
shift-before-start = Nothing is on the calendar before the start. `/cohort settings` changes the first day, and all prompts go with it.
shift-done = All prompts from here on have moved; the last comes on { $last }. { $next }

hold-done = **{ $cohort } is on hold.** Until a moderator resumes, nothing goes out: no prompts, follow-ups, closings or drafts. People can go on writing in the room, and what they write in an open discussion is kept as agreed.
hold-told = { $name } put **{ $cohort }** on hold. Nothing goes out until one of you resumes.
hold-already = **{ $cohort }** has been on hold since { $since }. Resume when you are ready.
hold-planned = **{ $cohort }** has not started, so nothing goes out yet and there is nothing to hold.
hold-ended = **{ $cohort }** has ended, and nothing goes out any more.
resume-done = **{ $cohort }** goes on.
resume-told = { $name } resumed **{ $cohort }**. What was on the calendar goes out again.
resume-running = **{ $cohort }** is running; nothing is on hold.
resume-not-held = **{ $cohort }** is not on hold.
resume-meanwhile = Came due meanwhile:
resume-missed = { $when }: { $title }
resume-closes = The discussion of “{ $title }” closes now
resume-choose = I ask you and the other moderators privately about each prompt: next morning, or skip.
resume-next = { $next }
resume-schedule-button = Show the calendar

step-missed-late = **{ $title }** was to go out { $when }. I could not post it then, and now it is too late to do so unasked. Shall it go out the next working morning?
step-missed-held = **{ $title }** was to go out { $when }, while the cohort was on hold. Shall it go out the next working morning?
step-missed-before-start = **{ $title }** was to go out { $when }, before you started. Shall it go out the next working morning? Later weeks come as planned; other prompts whose day has passed are left out.
step-missed-restored = **{ $title }** was to go out { $when }. My records were put back from a copy made before then, so I do not know whether it did. If it is not in the room: shall it go out the next working morning?
step-morning-button = Next morning
step-skip-button = Skip
step-next-morning = **{ $title }** goes out { $when }, as { $name } decided.
step-next-morning-full = **{ $title }** goes out { $when }, as { $name } decided. Another prompt comes that morning too; `/cohort prompt` moves either to another day.
step-skipped = **{ $title }** is left out, as { $name } decided. `/cohort prompt` brings it back on any day.
step-prompt-gone = The prompt “{ $name }” is not in the library any more, so nothing was posted. `/cohort prompts` shows what there is.

preview-planned = ~ A preview, for you alone. It goes out { $when }:
preview-unplanned = ~ A preview, for you alone. It is not on the calendar; the days below are those of the next working morning:
preview-under = ~ With a button under it: { $label }
preview-later = Later, in its thread:
preview-stage = **Day { $day }:**{" "}
preview-follow-up = { $days ->
    [one] **After a day, if it is quiet:**{" "}
   *[other] **After { $days } days, if it is quiet:**{" "}
}
preview-nothing = No prompt is on the calendar. `/cohort preview` with a name shows any prompt of the library.
preview-edit-button = Edit
preview-send-button = Send it to me
preview-test = ~ A test, for you alone:
preview-sent = It is in your private chat with me.
removal-back = I am back. While I was removed from this workspace, **{ $cohort }** rested: nothing went out, and nothing was kept. When you are ready, resume; what came due meanwhile is yours to decide.
