# Looking something up in the handbook and the toolkit

help-find = look something up in what this cohort shared, and in its toolkit
find-usage = Say what to look for, such as `find interpreter`. I look through what this cohort shared, as its moderators approved it, and through its toolkit.
find-sent = What there is in { $cohort } is in your private chat with me.
find-head = # From the handbook of { $cohort }
find-from = ~ From “{ $title }”, { $day }
find-from-toolkit = ~ From the toolkit: { $where }
find-more-button = More
find-nothing = Nothing there has these words. Try another word for it, or look through what there is:
find-empty = The handbook of { $cohort } has no pages yet. It fills with each summary that its moderators approve.
find-gone = What stood here has been changed or taken back since. Look it up again with `find`.
find-old = What stood here came from an earlier search. Look it up again with `find`.
find-not-yours = What stood here is for people who belong to the cohort.
