# What is kept, written out: of a person for that person, of a cohort for its moderators.

export-person = What is kept about { $name }
export-made = As of { $day }. Times are by { $zone } clocks.
export-nameless = you
export-name = Name: { $value }
export-organisation = Organisation: { $value }
export-title = Job title: { $value }
export-zone = Time zone: { $value }
export-manager = Line manager: { $value }
export-leads = Line manager of others: yes
export-known-as = Known on { $platform } as { $user }, in { $workspace }
export-since = With Roundtable since { $day }

export-in = In { $cohort }
export-dates-open = From { $starts }, without a last day.
export-dates = From { $starts } to { $ends }.
export-here = You are here as { $role }, since { $since }.
export-here-invited = You were invited as { $role } on { $since }.
export-here-outsider = You are in the room and do not belong to the cohort; since { $since }.
export-here-left = You were here as { $role }. You left on { $until }.
export-agreed = { $since }: you agreed to what is kept (version { $version }).
export-agreed-until = { $since } to { $until }: you had agreed to what is kept (version { $version }).
export-declined = { $since }: you said *not now*.
export-quoting-name = { $since }: summaries quote you by name.
export-quoting-role = { $since }: summaries quote you by role.
export-quoting-none = { $since }: summaries do not quote you.
export-until = Until { $until }.
export-wrote = What you wrote
export-wrote-in = **{ $title }**, { $at }
export-wrote-held = **{ $title }**, { $at }, not shown to anyone yet
export-quoted = Quoted in a summary of “{ $title }” ({ $state }):
export-mentioned = Mentioned by someone in “{ $title }”, { $at }.
export-names = { $number ->
    [one] One message of mine names you.
   *[other] { $number } messages of mine name you.
}
export-waiting = Waits to be told to you since { $at }:
export-besides = Kept besides
export-yes = yes
export-no = no
export-summary-state-draft = a draft
export-summary-state-approved = approved
export-summary-state-discarded = put away

export-kept-airing = Answers that you wish to discuss
export-kept-asked = What you were asked
export-kept-checkin = Check-ins that you got
export-kept-checkin-answer = Your answers in check-ins
export-kept-checkin-plan = Check-ins that you set up
export-kept-commitment = What you mean to try
export-kept-commitment-report = What came of it
export-kept-concern = Work of mine that concerns you
export-kept-digest = Private messages that count for the week
export-kept-early-edit = Corrections that came before their message
export-kept-manner = How you asked to be met
export-kept-not-asked = Check-ins that you do not get
export-kept-not-reader = Those who led you, and so do not read your answers in a check-in
export-kept-nudge = Notes that moderators began to you
export-kept-parked = What went wrong and can be taken again
export-kept-posting = Places where my messages to you stand
export-kept-presence = When you were last noticed
export-kept-round-reader = Check-ins whose answers you read
export-kept-step = Weeks that you host
export-kept-summary = Summaries that you worked on

export-cohort = The record of { $cohort }
export-cohort-about = What was said, as those who said it chose to be named. Of whoever wants no quotes, nothing stands here.
export-theme = Theme: { $value }
export-purpose = Purpose: { $value }
export-state-planned = It has not begun.
export-state-running = It is under way.
export-state-held = It rests.
export-state-ended = It has ended.
export-members = Who is here
export-member = { $name }, { $role }
export-member-invited = { $name }, { $role }, invited
export-member-outsider = { $name }, in the room only
export-member-left = { $name }, { $role }, left
export-not-agreed = has not agreed
export-steps = Programme
export-step = Week { $week }, { $day }, { $time }: { $name } ({ $state })
export-discussion = Week { $week }: { $title }
export-open = { $opened } to { $closed }
export-still-open = Open since { $opened }
export-said = **What was said**
export-nothing-said = Nothing is kept of what was said.
export-summary = **Summary**, approved { $at }
