# What is left of someone who was erased, and what is handed out of what is kept.

former-member = a former member
former-about = This was about someone who is no longer here, and is erased.

help-erase-everything = the same for all your cohorts at once
erase-all-button = All of them
erase-all-ask = All that is kept about you goes, in { $cohorts ->
    [one] one cohort
   *[other] all { $cohorts } cohorts
} and besides, from drafts, summaries and records too: your words, your answers, what you try, what you agreed to, your name. What others said and answered stays theirs. In the rooms your own messages stay until you delete them there. It cannot be undone.
erase-all-none = You belong to no cohort here. What is kept of you is your user id and what the platform told with it, such as your name. *Erase it all* deletes that; it cannot be undone.
erased-all = It is erased. Nothing about you is kept any more, in any cohort. In the rooms your own messages stay until you delete them there.

forgetting-soon = On { $day } what you wrote in **{ $cohort }** is deleted here, as you were told when you agreed. If you want a copy before, `my data export` sends you one. In the room itself your messages stay until you delete them there.

help-my-data-export = all that is kept about you, as private messages
help-export = the record of this cohort, privately
export-coming = It comes to you as private messages.
export-long = ~ There is more than fits a chat. Whoever runs me can make the whole of it as a file: ask them for an export.
erase-other = `erase me` is for your own data alone, so nothing was done. To have someone else's erased, ask them to write it to me, or ask whoever runs Roundtable: they can do it on request.
