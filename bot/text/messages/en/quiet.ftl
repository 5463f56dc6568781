# A discussion falls quiet: what its moderators hear, and what goes into the thread.

quiet-warning = “{ $title }” has gone quiet. { $when } this goes into its thread, signed { $names }, unless one of you holds it. If the talk picks up before, it falls away.

    ~ For { $names }.
quiet-unanswered = “{ $title }” is open for a first answer. I keep the follow-up below out of the thread, since a second question seldom helps there. You can post it all the same, or ask two people privately.

    ~ For { $names }.
quiet-yours = “{ $title }” is open for a first answer. I did not post the follow-up below. Often a word from you to one person does more. You can post it, hold it, or ask two people privately.
quiet-yours-below = “{ $title }”: nothing was posted. What you can do is on the card below.
quiet-post-button = Post now
quiet-hold-button = Hold
quiet-ask-button = Ask two people privately
quiet-posted = { $name } posted the follow-up in the thread of “{ $title }”.
quiet-went-out = The follow-up went into the thread of “{ $title }”, as planned.
quiet-held = { $name } holds the follow-up of “{ $title }”. It does not go out by itself.
quiet-lively = “{ $title }” has picked up, so the follow-up fell away.
quiet-too-late = “{ $title }” closes soon, and no good hour for its follow-up is left. It was not posted.
quiet-moved = The follow-up of “{ $title }” waits for a better hour. You hear from me before it goes out.
quiet-closed = “{ $title }” has closed. Its follow-up was not posted.
quiet-asked = In the name of { $name } I asked privately about “{ $title }”; you hear the answer here. The follow-up goes into its thread { $when }.
quiet-asked-no-more = In the name of { $name } I asked privately about “{ $title }”; you hear the answer here.
follow-up-from = From { $names }:

two-title = Ask two people
two-intro = They are asked privately, in your name, to write something in “{ $title }”. They can say yes or no with one press, and you hear which.
asked-help = { $name } asks: would you write a line or two in “{ $title }”? What you see where you work is what helps.
asked-help-button = I'll write
asked-help-yes = Thank you. A line or two in the thread of “{ $title }” is plenty, whenever it suits you. The moderators know.
told-help-yes = { $name } will write something in “{ $title }”.
told-help-no = { $name } would rather not write in “{ $title }” this time.
