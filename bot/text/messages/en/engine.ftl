# What the engine itself says: commands, faults, limits.

fault = Something went wrong here, and that is on us. What you sent is kept, and nothing is lost; whoever runs Roundtable can replay it. Reference: `{ $reference }`
fault-sealed = Something went wrong here, and that is on us. For your privacy nothing was kept: please send it again. Reference: `{ $reference }`
parked = Something that happened in **{ $cohort }** could not be handled just now. It is kept, and nothing is lost. Whoever runs Roundtable can take it again: the reference is `{ $reference }`. There is nothing that you need to do.
too-fast = That was a lot at once, and I left the last one out. Please wait a moment and try it again.
unknown-command = I don't know `{ $word }`.
unknown-command-near = I don't know `{ $word }`. Did you mean `{ $near }`?
for-moderators = That one is for the cohort's moderators. `/cohort help` shows what you can do.
for-members = That one is for people who belong to the cohort. A moderator can invite you.
no-cohort-here = There is no cohort in this room yet. `/cohort new` sets one up.
no-cohort-yours = You don't belong to a cohort yet. In a room, `/cohort new` sets one up.
unshown = I could not show you that just now, and kept no copy of it. Please ask again.
taken-unshown = I could not show you my answer just now, and kept no copy of it. `my page` shows what I took from you; if it is not there, please send it again.
say-again = I could not answer just now, and kept nothing of what you wrote. Please send it again.
which-cohort-room = You belong to several cohorts. Please give this command in the room of the one you mean.
which-cohort = Which cohort do you mean?
stale-button = This button has done its work: things have moved on since. `/cohort` shows what is next.
help-head = **What you can do**
help-tail = ~ Type these after `/cohort`, or, in a private chat with me, just the words.
help-show = Show help
form-again = The form could not open just now. One press opens it.
form-again-button = Open the form
help-help = what you can do here
help-next = the next useful step
