# A cohort is set up, started, changed and ended.

help-new = set up a cohort in this room
help-start = begin: your hello, then the welcome, then the prompts
help-settings = name, dates, where summaries go, how long words are kept, where help is

new-in-private = A cohort lives in a room. Type `/cohort new` in the room where it should meet, and the form opens there.
new-already = **{ $cohort }** is in this room already. It has to end before another one can begin here; `/cohort settings` sets its last day.
new-title = Set up a cohort
new-submit = Set up
new-name = Name
new-theme = Theme
new-purpose = Purpose
new-zone = Time zone
new-zone-hint = Such as America/New_York or Europe/Vienna
new-starts = First day
new-ends = Last day
new-ends-hint = May stay empty
new-programme = Programme
new-people = People here now
new-people-all = Everyone here is a member
new-people-choose = I will choose
new-intro = You become its moderator. Nobody else hears of it before you press *Start*.

wrong-empty = This needs a few words.
wrong-long = This has { $length } letters; { $limit } fit. Please shorten it.
wrong-zone = I know no time zone “{ $word }”. Name one as in America/New_York.
wrong-zone-near = I know no time zone “{ $word }”. Did you mean { $near }?
wrong-day = “{ $word }” is no day I can read. Write it as in 2026-03-02.
wrong-day-past = That day is over. Choose today or a later day.
wrong-day-far = That is more than three years away. Choose an earlier day.
wrong-ends = The last day has to come after the first one.
wrong-programme = I know no programme “{ $word }”. There are: { $names }.
wrong-programme-near = I know no programme “{ $word }”. Did you mean { $near }?
wrong-choice = Please choose one of the answers shown.
wrong-number = Write a number of days from { $least } to { $most }.
wrong-days = “{ $word }” is no day I can read. Write days as in 2026-12-24, with a comma between them.

new-done = **{ $cohort }** is set up. Nothing reaches anyone before you press *Start*. I look who is here, and tell you privately in a moment.
ready-head = **{ $cohort }** is ready when you are.
ready-people = In it now: { $names }.
ready-people-many = In it now: { $names } and { $more } more.
ready-choose = Nobody is in it but you. In the room are: { $names }.
ready-choose-many = Nobody is in it but you. In the room are: { $names } and { $more } more.
ready-alone = Nobody else is here yet. *Add people* invites them; whoever enters the room later, I ask you about.
ready-unread = I could not read who is in this room just now. *Add people* lets you name them; it works without that list too.
ready-many = There are more than { $limit } people in this room, so I put nobody in by myself. *Add people* lets you choose.
ready-strangers = From another workspace: { $names }.
ready-manager = ~ { $name } is the line manager of { $names }. Before you start, you can tell them, or leave { $name } out.
ready-next = *Start* opens a form with your hello. After it everyone gets a private welcome, and the first prompt comes on { $day }.
start-button = Start
add-people-button = Add people
ready-preview-button = Preview programme
settings-button = Change settings

start-title = Start the cohort
start-submit = Start
start-field = Your hello
start-intro = Your hello goes into the room first, from you. Then everyone gets a private welcome with what we agree to.
start-hello = Hello everyone, and welcome to { $cohort }.

    We are here to learn from each other. Our theme: { $theme }. Each week there is one question in this room; answer when it suits you, in a line or two. Reading along is taking part.

    In a moment you get a private note that says what is kept, and who can read it.

    { $name }
start-hello-no-theme = Hello everyone, and welcome to { $cohort }.

    We are here to learn from each other. Each week there is one question in this room; answer when it suits you, in a line or two. Reading along is taking part.

    In a moment you get a private note that says what is kept, and who can read it.

    { $name }
start-again = **{ $cohort }** has started already, on { $day }. `/cohort schedule` shows what comes next.
start-held = **{ $cohort }** has started and is on hold. `/cohort resume` goes on.
start-ended = **{ $cohort }** has ended. `/cohort new` in its room sets up another.
hello-from = **From { $name }**
started = **{ $cohort }** has started. Your hello goes into the room now, then everyone gets a private welcome. The first prompt is planned for { $day }.
started-late = **{ $cohort }** has started. Your hello goes into the room now, then everyone gets a private welcome. `/cohort schedule` shows the prompts.

settings-title = Settings
settings-submit = Save
settings-name = Name
settings-theme = Theme
settings-purpose = Purpose
settings-zone = Time zone
settings-ends = Last day
settings-ends-hint = At the end of this day the cohort ends. Empty: it goes on
settings-summaries = Approved summaries go
settings-summaries-thread = into the discussion's thread
settings-summaries-room = into the room
settings-summaries-moderators = to the moderators alone
settings-days-off = Days without posts
settings-days-off-hint = Such as 2026-12-24, 2026-12-25
settings-keep = Delete words after the end
settings-keep-hint = Days from the cohort's end until members' words are deleted, 3 to 1095; everyone is told before
settings-wrong-keep = Everyone is told before their words are deleted, on a working day. The earliest day is { $day }.
settings-done = Saved. This is how **{ $cohort }** goes on from now.
settings-done-ends = Saved. **{ $cohort }** ends with { $day }; words are deleted on { $forget }.
settings-kept-longer = The moderators of **{ $cohort }** changed how long words are kept: now until { $forget }. `/cohort my data` shows yours, and has them erased if you wish.
settings-kept-longer-open = The moderators of **{ $cohort }** changed how long words are kept: now { $days ->
    [one] one day
   *[other] { $days } days
} from its end. `/cohort my data` shows yours, and has them erased if you wish.

ended = **{ $cohort }** has come to its end. Nothing more is posted by itself. Words that were shared are deleted on { $day }; `/cohort summary` and `/cohort my data` work until then.
forgotten = The words that members of **{ $cohort }** had shared are deleted, as was said at the start. Summaries that you approved stay where they were posted.
