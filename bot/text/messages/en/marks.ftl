# Marks: what people keep of a discussion for its summary.

help-marks = how to mark what is worth keeping for the summary

mark-title = Keep for the summary
mark-intro = ~ Who marked something is shown to nobody. Its author decides how it may be quoted.
mark-intro-gone = ~ Nothing can be marked here now. What you marked, you can take away.
mark-submit-gone = Take it away
mark-kind = What is it?
mark-as-insight = An insight
mark-as-tool = A tool
mark-as-resource = A resource
mark-as-question = An open question
mark-no-more = Take my mark away
mark-why = For a resource: why is it worth it?
mark-why-hint = One line of yours. It is shown as you let yourself be quoted; leave it empty if you like.
mark-why-wrong = This line is for a resource. Choose *A resource*, or leave it empty.
mark-submit = Keep it
mark-done = Marked for the summary: { $kind }. From the same menu you can take it away again.
mark-taken-away = Your mark is gone, and so is what you wrote to it.
mark-not-kept = This message is not kept, so it cannot be marked. I keep what members write in a discussion, if they agreed to that.
mark-agree-first = A mark is kept with your name, so I ask for your agreement first. Then mark the message again.
mark-over = This cohort has ended, so there is no summary to mark it for.

marks-about = **Keep it for the summary.** Open the menu of a message of a discussion and choose *Keep for the summary*. Where this chat tells me of reactions, a reaction does it, too: { $insight } an insight, { $tool } a tool, { $resource } a resource, { $question } an open question. Take the reaction away, and its mark goes. Who marked something is shown to nobody.
marks-none = (no reaction)
marks-change = Change the reactions
marks-title = Reactions that mark
marks-intro = Names of reactions, with spaces between them. What is empty has none.
marks-submit = Save
marks-late = The reactions changed meanwhile, so nothing was saved. Close this, and press Change the reactions again.
marks-wrong-name = Please write names of reactions, such as :bulb: :star:.
marks-wrong-many = At most { $most } reactions can mean one thing.
marks-wrong-twice = One of these already means something else. Leave it in one place.
marks-done = Saved. What was marked before stays as it is.
