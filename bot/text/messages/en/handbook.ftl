# The handbook: what a cohort keeps of its discussions.

help-handbook = what this cohort keeps: insights, links and open questions of all its summaries
help-catch-up = what was shared so far, on one page

# Its pages

handbook-head = # The handbook of { $cohort }
handbook-empty = Nothing is kept here yet. After a discussion or a week, moderators approve a summary; what stands in it stands here, too.
handbook-chapter = Chapter { $number }
handbook-chapter-head = # { $name }
handbook-chapter-line = { $number ->
    [one] { $name } – 1 insight
   *[other] { $name } – { $number } insights
}
handbook-besides = Besides: { $links ->
    [0] no links
    [one] 1 link
   *[other] { $links } links
}, { $questions ->
    [0] no open questions.
    [one] 1 open question.
   *[other] { $questions } open questions.
}
handbook-resources-head = # Links and resources
handbook-questions-head = # Open questions
    ~ No reply was found to these. Perhaps you have one.
handbook-nothing = There is nothing here now.
handbook-from = { " " }· { $title }, { $day }
handbook-asked = Asked in “{ $title }”, { $day }
handbook-shared = Shared
handbook-useful-by = { " " }· useful to { $number } people
handbook-tried-by = { " " }· tried by { $number } people
handbook-read-by = { " " }· read by { $number } people
handbook-open-button = Open { $number }
handbook-resources-button = Links
handbook-questions-button = Open questions
handbook-catch-up-button = Catch up
handbook-chapters-button = Chapters
handbook-more-button = More
handbook-back-button = Back
handbook-useful-off-button = Useful
handbook-useful-on-button = Useful ✓
handbook-tried-off-button = I tried it
handbook-tried-on-button = I tried it ✓
handbook-read-off-button = I read it
handbook-read-on-button = I read it ✓
handbook-sent = The handbook of { $cohort } is in your private chat with me.
handbook-below = You opened the handbook again: it stands further down.
handbook-closed = The handbook of { $cohort } is for those who belong to the cohort and have agreed to what is kept. `/cohort handbook` opens it again once you do.
handbook-agree = The handbook holds what others agreed to share, so it is for those who have agreed, too. The agreement says what is kept, and who can read it.
handbook-unsaid = What people find useful is kept, so your agreement comes first. You can read on without it.

# Arranging chapters

handbook-arrange-button = Arrange chapters
handbook-arrange-title = Chapters
handbook-arrange-intro = Insights stay word for word; here you say what they come under. Names and order stay when new summaries come.
handbook-arrange-late = The chapters changed meanwhile, so nothing was saved. Copy your words, close this, and press Arrange chapters again.
handbook-arranged = Saved. Everyone who opens the handbook sees it so.
handbook-chapter-named = Chapter { $number }: { $name }
handbook-chapter-unnamed = Chapter { $number }
handbook-chapter-hint = A name in your own words. Empty leaves it as it is.
handbook-chapter-goes = Where chapter { $number } goes
handbook-chapter-place = Place { $number }
handbook-chapter-with = Joins { $name }
handbook-chapter-which = Which chapter
handbook-chapter-name = Its name
handbook-chapter-moves = Its place
handbook-chapter-joins = Or the chapter that it joins
handbook-chapter-either = A chapter has a place or joins another one. Choose one of the two.
handbook-chapter-nothing = Give it a name, a place, or a chapter to join.
handbook-chapter-tangled = It can join a chapter that has a place of its own. Choose another, or give that one a place.

# Catching up

catch-up-head = # { $cohort } so far
catch-up-theme = It is about **{ $theme }**.
catch-up-week = Week { $week } of { $weeks }: { $title }
catch-up-ended = The cohort has ended; what it found stands here.
catch-up-insights = # What was shared
    ~ What several people say or found useful comes first.
catch-up-resources = # Links and resources
catch-up-questions = # Open questions
    ~ No reply was found to these. Perhaps you have one.
catch-up-newest = The newest summary: { $link }
catch-up-newest-label = open it
catch-up-welcome = This cohort has begun. Once you agree, *Catch up* shows what was shared so far.

# At the end

handbook-at-end = **{ $cohort }** has ended. What you found together is in its handbook, for you to read until { $day }; then it is deleted.
handbook-over = The handbook of { $cohort } stood here. As promised, it has been deleted.
handbook-button = Open the handbook
handbook-export-at-end = Its handbook is deleted with them. To keep it, export it before: `/cohort handbook export`.
