# What was answered in check-ins, for those who may read it; and bringing an answer to everyone.

help-checkin-results = read what was answered in a check-in, if it was promised to you

results-head = **{ $title }** · asked on { $day }
results-page = ~ Page { $page } of { $pages }
results-open = ~ What has come so far; it is open until the end of { $day }.
results-share-all = Everyone who was asked answered.
results-share-most = Most of those who were asked answered.
results-share-half = About half of those who were asked answered.
results-share-some = Some of those who were asked answered.
results-promised-named = ~ Promised to you with names. What someone kept to themselves is not here.
results-promised-unnamed = ~ Promised without names: in no order, and only where five or more answered. Please do not guess.
results-promised-cohort = ~ Promised to the whole cohort with names; not to sponsors, and not to someone's own line manager.
results-nothing = There is nothing to read yet. Answers appear here as they come, late ones too.
results-too-few = Too few answers came to show any without telling whose they are. Nothing else is needed from you.
results-none = ~ Nothing to read here.
results-few = ~ Fewer than five answered this, so it is not shown.
results-theme = About { $words }
results-theme-other = Also said
results-by-plain = { $name }
results-by-late = { $name } · late
results-by-changed = { $name } · changed after the close
results-line = { $label } · **{ $number }** { $bar }
results-line-names = { $label } · **{ $number }** { $bar } { $names }
results-present-yes = **Offered to present:** { $names }
results-present-maybe = **Maybe, if you talk first:** { $names }
results-present-nobody = ~ No offers this time.
results-asked = ~ Its author was asked whether it may go to everyone.
results-bring-button = Bring it to everyone
results-suggested = **{ $title }** is a prompt that fits what came up.
results-look-button = Look at it
results-plan-button = Post it next week
results-planned-already = **{ $title }** is on the calendar, or was posted before.
results-more = ~ Page { $page } of { $pages }
results-more-button = More
results-not-yours = The answers to “{ $title }” were not promised to you. They are for those in { $cohort } who were named above its first question.
results-no-rounds = There are no answers here for you to read. Those without names come once their check-in has closed.
results-which = Which check-in's answers would you like to read?
results-read-button = Read the answers
results-earlier-button = Earlier ones
results-sent = The answers to “{ $title }” are in your private chat with me.

results-share-button = Share with everyone
results-share-preview = **This is what the room will see.** Members and guests press the button and read the answers privately, with names, as it was promised.
results-share-now-button = Share it
results-leave-button = Leave it
results-shared = The answers to “{ $title }” are shared in the room.
results-room = **{ $title }:** what we answered
results-room-who = ~ For members and guests, with names; each of you reads them privately. What someone keeps to themselves is not among them.

# From an answer to a discussion

airing-asking = I am asking the author. You hear from me once they have said yes or no; if they say nothing, nothing happens.
airing-asked-already = Its author was asked already, and is not asked twice.
airing-gone = These words are not there any more, or not for you to read.
airing-ask = { $name } would like to bring these words of yours, from “{ $title }”, to everyone in **{ $cohort }**, as the beginning of a discussion. May I?
airing-ask-note = ~ If you say nothing, nothing happens.
airing-ask-unnamed = ~ { $name } does not know whose words these are, and hears on the next working day what you say, without your name unless you choose it. If you say nothing, nothing happens.
airing-name-button = With my name
airing-role-button = By my role
airing-none-button = Without my name
airing-no-button = No
airing-said-name = Thank you. Your words may go to everyone, signed with your name. You can take them back at any time: change the answer or keep it to yourself, and they leave wherever they stand.
airing-said-role = Thank you. Your words may go to everyone, signed “{ $role }”. You can take them back at any time: change the answer or keep it to yourself, and they leave wherever they stand.
airing-said-none = Thank you. Your words may go to everyone, without your name. You can take them back at any time: change the answer or keep it to yourself, and they leave wherever they stand.
airing-said-no = That is fine. Your words stay where they are, and nobody learns more than that.
airing-yes = **Yes:** these words from “{ $title }” may go to everyone. This is what would be posted:
airing-no = “{ $title }”: they would rather not. The words stay where they are.
airing-make-button = Make it the next discussion
airing-edit-button = Change the words around it
airing-made-already = It is on the calendar, or was posted before.
airing-title = From our check-in: { $title }
airing-intro = These words came in a check-in, and whoever wrote them agreed to bring them here:
airing-by = — { $who }
airing-question = Where do you meet this, and what have you seen that helped, if only a little? A question back is worth as much as an answer.
airing-words-gone = (The words that stood here were taken back.)
airing-withdrawn = The words that stood here were taken back. They leave wherever they were posted, and are not posted again.
