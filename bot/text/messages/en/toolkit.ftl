# A programme's own material, beside what members share

help-toolkit = the programme's own material that `find` looks through: see it, take some out
help-toolkit-add = paste a text or a link into the toolkit
toolkit-head = **The toolkit of { $cohort }.** Everyone here finds it with `find`.
toolkit-none = The toolkit of { $cohort } is empty. What you put in, everyone here finds with `find`, beside what the cohort shared.
toolkit-item = { $title }, since { $day }
toolkit-add-button = Add
toolkit-more-button = More
toolkit-remove-button = Remove
toolkit-remove-confirm = It leaves the toolkit, and every page on which it was found. To have it back, add it again.
toolkit-title = Add to the toolkit
toolkit-submit = Add
toolkit-intro = Material of your programme, not words of members: those come in with summaries, as their authors let them be quoted.
toolkit-field-title = What it is called
toolkit-field-link = Where it can be opened, such as https://example.org/guide
toolkit-field-text = What it says
toolkit-hint = Headings begin with #. One link with its title on each line makes a list. Whole files: ask whoever runs me.
toolkit-wrong-link = This is not a web address: it begins with https://
toolkit-wrong-nothing = This needs a link or a text.
toolkit-wrong-full = The toolkit is full. Remove something first.
toolkit-added = “{ $title }” is in the toolkit. Everyone here finds it with `find`.
