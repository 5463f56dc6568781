# The handbook as a document to take along

help-handbook-export = the handbook as a document, privately
book-empty = The handbook of { $cohort } has no pages yet. It fills with each summary that you approve.
book-long = ~ This is the beginning: the whole is too long for a chat. Whoever runs me makes a file of it, to print or to pass on: `python -m bot handbook`.
book-title = The handbook of { $cohort }
book-theme = Theme: { $theme }
book-dates = From { $starts } to { $ends }
book-since = Since { $starts }
book-discussions = { $number ->
    [one] From one discussion
   *[other] From { $number } discussions
}
book-people = A cohort of { $number } people
book-confidential = Confidential: for members of { $cohort }.
book-contents = Contents
book-resources = What we shared
book-resources-about = Links, and what was said about them.
book-questions = Open questions
book-questions-about = No reply was found to these.
book-from = “{ $title }”, { $day }
book-making = How this was made
book-how-words = Every quote is word for word what somebody of the cohort wrote. The moderators chose and approved them, discussion by discussion.
book-how-model = Some summaries were grouped and chosen with a language model: { $models }. It wrote none of them, and every quote was checked against its message.
book-how-coverage = { $summed } of { $every } discussions have a summary that was approved; the others are not in here. Of each, a choice is quoted.
book-how-named = Authors stand here as they chose: by name, by role, or not at all. Whoever takes words back takes them out of the handbook; a document that was made before still holds them, so make it anew, and delete this one then.
book-how-made = Made on { $day }.
