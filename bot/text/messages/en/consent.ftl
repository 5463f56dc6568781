# What is kept, who agreed to it, and how to take it back.

help-agree = agree to what is kept here
help-not-now = read along; nothing that you write is kept
help-quote = how summaries quote you: by name, by role or not at all
help-withdraw = take your agreement back
help-my-data = what is kept about you
help-erase-me = have all that is kept about you erased

welcome-head = **Welcome to { $cohort }.** Moderated by { $moderators }.
welcome-theme = **Welcome to { $cohort }.** The theme: { $theme }. Moderated by { $moderators }.
welcome-keeps = If you agree, I keep what you write in this cohort's discussions, with your name and the time. { $moderators } can read it, by name, and put it into summaries that you all see. { $until }
welcome-until-day = It is deleted on { $day }, or earlier if you say `erase me`.
welcome-until-end = It is deleted { $days ->
    [one] one day
   *[other] { $days } days
} after the cohort ends, or earlier if you say `erase me`.
welcome-outside = Summaries quote you by name, unless you choose *by role* or *not at all* after you agree. Outside the cohort you are always asked first.
welcome-ask = ~ *Not now* is fine: you read along, and what you write here is not kept. You can change this whenever you like.
agree-button = Agree
not-now-button = Not now

agreed = Thank you. Since { $day } what you write in the discussions of **{ $cohort }** is kept.
agreed-quoted-name = In summaries you are quoted by name, unless you choose otherwise here. Outside the cohort you are always asked first.
agreed-quoted-role = In summaries you are quoted by role, as “{ $role }” or by a job title that at least three people here have, without a link to your message. Outside the cohort you are always asked first.
agreed-quoted-none = In summaries you are not quoted at all. Outside the cohort you are always asked first.
agreed-next = ~ `my data` shows what is kept and changes this at any time.
quote-name-button = By name
quote-role-button = By role
quote-none-button = Not at all
role-member = a member
role-moderator = a moderator
role-guest = a guest
role-sponsor = a sponsor

declined = That is fine. You read along, and nothing that you write is kept. *Agree* is here if you change your mind.

early = What you just wrote in **{ $cohort }** is in the room for everyone there. I have not kept it, since you have not agreed to that; the welcome above says what agreeing means. Both are fine, and I say this once.
early-edited = What you just changed in **{ $cohort }** is in the room for everyone there. I have not kept it, since you have not agreed to that; the welcome above says what agreeing means. Both are fine, and I say this once.
early-button = Agree and keep this one
early-done = Thank you. What you write in the discussions of **{ $cohort }** is kept from now on, and so is that message if it belongs to one.
early-gone = That message is not there any more, so there was nothing to keep. From now on what you write in the discussions of **{ $cohort }** is kept.
early-unknown = I could not read that message just now, so it is not kept. If you want it to be, write it once more.
early-not-yours = This button belongs to whoever wrote that message.

withdraw-ask = You take back your agreement for **{ $cohort }**: nothing that you write is kept from then on, and your quotes leave drafts and summaries. What is kept already stays, unseen, until you say `erase me`; what a closed check-in showed without your name stays among the others, unless you keep it to yourself.
withdraw-button = Withdraw
withdraw-none = There is no agreement of yours in **{ $cohort }** to take back. Nothing that you write is kept.
withdrawn = Done. Nothing that you write in **{ $cohort }** is kept from now on, and your quotes leave drafts and summaries. What was kept before stays until you say `erase me`. *Agree* is here if you change your mind.
withdrawn-outside = Done. Your quotes leave drafts and summaries of **{ $cohort }**. What was kept before stays until you say `erase me`.

data-head = **What is kept about you in { $cohort }**
data-about = You are here as { $role }, since { $since }.
data-about-outside = You do not belong to it now. What was kept while you did is shown here.
data-facts = Your organisation: { $organisation }. Your job title: { $title }. Your line manager: { $manager }. Your time zone: { $zone }.
data-nothing = not known
data-agreed = You agreed on { $day }, to version { $version } of the agreement.
data-not-agreed = You have not agreed to have your words kept, so none are added.
data-messages = { $number ->
    [0] No message of yours is kept.
    [one] One message of yours is kept:
   *[other] { $number } messages of yours are kept. The newest:
}
data-readers = ~ { $moderators } can read this, by name. { $until }
correct-button = Correct
correct-title = About you
correct-manager-hint = Whom the platform names counts besides
correct-zone-hint = It holds in all your cohorts. Empty: whatever the moderators or the platform say
correct-done = Saved. It stands so in **{ $cohort }** alone; a time zone that you set holds in all your cohorts. `my data` shows it.
erase-button = Erase me

erase-ask = All that is kept about you in **{ $cohort }** goes, from drafts, summaries and records too: your words, your answers, what you try, what you agreed to, and that you belong to it. What others said and answered stays theirs. In the room itself your own messages stay until you delete them there. It cannot be undone.
erase-confirm-button = Erase it all
erase-keep-button = Keep it
erase-kept = Nothing was erased.
erase-last = You are the only moderator of **{ $cohort }**, and its members need someone they can turn to. `/cohort hand over` names another first; then this works.
erased = It is erased. You no longer belong to **{ $cohort }**, and nothing that you write there is kept. In the room itself your own messages stay until you delete them there.
data-none = No words of yours are kept here, and you belong to no cohort here.
data-cut = { $text }…
