# Asking ahead: who starts, who hosts a week.

help-host = offer to host a coming week

ask-offer = “{ $title }” comes on { $day }. Somebody who starts makes it easier for everyone else. Would you like to ask one or two people?
ask-start-button = Ask someone to start
ask-leave-button = Not this time
ask-left = “{ $title }” goes out on { $day } without anybody asked to start.
ask-out = “{ $title }” is out, so nobody is asked to start it any more.
ask-left-out = “{ $title }” is left out for now, so nobody needs to start it.
ask-nobody = There is nobody left to ask here.
ask-title = Ask someone
ask-submit = Ask privately
ask-intro = For “{ $title }”, on { $day }. They are asked privately, in your name, and can say yes or no with one press. The prompt names whoever says yes.
ask-people = Whom
ask-people-hint = One or two
ask-people-wrong = Choose one or two people.
ask-kind = What for
ask-kind-start = To start: the first lines in the thread
ask-kind-host = To host the week: start, and keep the talk going
ask-kind-wrong = Choose one of the two.
ask-line = A line of your own
ask-sent = { $name } asked { $whom } privately about “{ $title }” on { $day }. You hear what they answer.

asked-start = { $name } asks: would you start “{ $title }” on { $day }? That is a few lines in the thread, when the prompt is posted. The prompt says that you start.
asked-host = { $name } asks: would you host the week of “{ $title }”, from { $day }? A host writes first, and answers others now and then. The prompt says that you host.
asked-either-way = ~ Either answer is fine.
asked-start-button = I'll start
asked-host-button = I'll host
asked-no-button = Not this time
asked-back-button = I can't after all
asked-start-yes = Thank you. The prompt “{ $title }” will say that you start. You get a private note when it is posted.
asked-host-yes = Thank you. The prompt “{ $title }” will say that you host. You get a private note when it is posted.
asked-no = That is fine. Whoever asked about “{ $title }” will know, and nobody else.
asked-too-late = It is out already, or not planned any more, so there is nothing to decide. Your words are welcome in its thread.
asked-moved = “{ $title }” comes on { $day } now. You start or host it, as you said; if that day does not suit you, tell a moderator.
asked-left-out = “{ $title }” is left out for now, so there is nothing for you to prepare. Thank you for having said yes.
told-start-yes = { $name } starts “{ $title }”. The prompt will say so.
told-start-no = { $name } would rather not start “{ $title }” this time.
told-host-yes = { $name } hosts the week of “{ $title }”. The prompt will say so.
told-host-no = { $name } would rather not host the week of “{ $title }” this time.

host-title = Host a week
host-intro = A host writes first, and answers others now and then. { $names } get your offer and tell you.
host-week = Which week
host-submit = Offer to host
host-no-week = No coming week is free to host.
host-taken = That week has a host already, or is not planned any more. `/cohort host` shows the free ones.
host-offered = Thank you for the offer. { $names } have it, and you hear from them here.
host-offer = { $name } offers to host “{ $week }”. The prompt would say so.
host-take-button = Take the offer
host-leave-button = Not this time
host-taken-by = { $by } took the offer: { $name } hosts “{ $week }”.
host-left-by = { $by } left the offer for now: { $name } does not host “{ $week }”.
host-taken-note = { $by } took your offer with thanks: you host “{ $week }”. You get a private note when it is posted.
host-left-note = { $by } thanks you for the offer to host “{ $week }”; this time it goes without a host. Other weeks are open: `/cohort host`.
