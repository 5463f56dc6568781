# Words that Teams' own windows and cards need around ours.

# The app package: what people read before they install it.

teams-package-title = { $name }: peer learning cohorts
teams-package-short = A discussion prompt each week, and what was shared in members’ own words
teams-package-full =
    { $name } keeps a peer learning cohort going: people in similar work who learn from each other for months around one theme.

    It posts each week’s discussion prompt in your channel or group chat, listens to the answers, helps a quiet discussion along, and drafts what was shared for the moderators, every point in a member’s own words. Nothing is posted as a summary before a moderator has approved it.

    Your words stay yours. Until you agree, nothing that you write is kept. You can look at what is kept about you, take your agreement back or have everything erased at any time, with “my data”, “withdraw” and “erase me”.

    To begin, add { $name } to a team, mention it in the cohort’s channel and write “new”. To hear answers that do not mention it, it asks to read the messages of the teams and group chats that it was added to; it keeps those of the cohort’s channel, once their writer has agreed. It cannot read any others, nor what people write to each other in private.

# Forms: as a window of their own, or inside the message.
teams-form-open = Open the form
teams-form-here = Fill in here
teams-form-sent = ~ Sent: “{ $title }”.
teams-form-elsewhere = You are not in the room that this form is for, so it was not sent. Ask someone who is there to add you.
teams-form-wrong = This is not sent yet. What needs a change is marked below.
teams-form-required = Please fill this in.
teams-form-choose = Choose
teams-form-person = Type a name
teams-form-none = No choice
teams-form-too-large = This form holds more than Teams can show, so it did not open. Nothing has changed. Please tell whoever runs Roundtable what you wanted to do.
teams-form-try-again = Teams took too long to say that you are in the room that this form is for, so it is not sent yet. Please send it once more in a moment.
teams-menu-keep = Keep for the summary
teams-menu-keep-about = Mark this message for the summary of its discussion
