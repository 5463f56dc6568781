"""What Roundtable does for a cohort: one story a file.

A feature answers to events, commands, buttons, forms, due rows and finished jobs. It reads and
changes the store and returns effects. It never sends anything, reads no clock, draws nothing at
random but from the dice it is handed, and imports no other feature. Features work together by
notes, always about ``work.cohort``:

| topic | args | who notes it | what follows |
|---|---|---|---|
| cohort-started | | starting | the programme is unrolled into steps, members are welcomed |
| cohort-held, cohort-resumed, cohort-ended | | hold, ending | what is open says so |
| prompt-due | step, or prompt (a name) | programme, prompts | a discussion opens in the room |
| step-asked | step | programme | the moderators may have someone start it |
| words-changed | discussion | answers, leave_out, consent … | whatever quotes it is renewed |
| discussion-closed | discussion | discussions | a draft of what was shared is due |
| close-due | discussion | discussions | it closes before the next one opens |
| reveal-due | discussion | closing | its private answers are shown before it closes |
| people-asked | discussion, card | asking_two | the moderators' cards say so |
| summary-approved | summary, cohort | summary_posting | chapters of the handbook are grouped anew |
| handbook-changed | cohort | handbook, consent | pages of the handbook that stand open follow |
| draft-wanted | discussion, or period | discussions, summary_renewal | a draft now |
| erase-wanted | person, at (ISO), cohort (or none) | my_data, operating | they are erased |
| erased | cohort | erasing | pages that quote others, too, show those again |
| agreed | person | consent | their words are kept from now on |
| agreement-given | | early_words | whoever acts agrees |
| message-kept | person, ref, nodes, at | early_words | a message from before agreeing is kept |
| enrolled | person | gathering, adding, outsiders … | they are welcomed or invited |
| welcome-wanted | | consent, next_step | whoever acts sees the welcome |
| person-wanted | person, role, reply, offer | roles, inviting | they get it, or a question first |
| outsider-here | person | belonging | the moderators decide whether they belong |
| reader-changed | person, cohort | adding, roles, learning … | they may read less than before |
| moderator-gone | person, cohort | acquaintance, belonging | the other moderators know |
| step-planned | step | prompt | it comes due at its local time |
| step-moved | step | skip, prompt, settings | so does what got another day |
| prompt-edited | prompt (a name) | prompt_edit | words of a member in it stay as they are now |
| step-missed | step, why (late, held …) | late, programme, restored | the moderators choose |
| parked | reference | the engine | the moderators hear that something is kept for later |
| started-up | (of no cohort) | the engine | what is planned is computed anew |
| restored | | whoever put a backup back | what came due since then is asked about |
| checkin-planned | plan | checkins.planning | its first round comes due |
| checkin-wanted | name (of a file), readers | checkins.planning | a round opens now |
| checkin-answered | round, person | checkins | whatever shows answers is renewed |
| commitment-changed | cohort | commitments, consent | pages that show what members try follow |
| toolkit-unwanted | toolkit | operating | it is taken out |
| toolkit-changed | toolkit | handbook.toolkit | pages that show something of it follow |
| checkin-closed | round, by (person, or none) | checkins.closing | readers get the results |
| question-answered | text | next_step | private words are kept as an answer |
| presence | how (``rules.presence.SIGNS``), person, day (ISO) | check-ins | they are around |
| renewal-wanted | | consent | whoever acts sees what is new in the agreement |
| quiet-list-looked | | quiet_list | those who agreed before are shown what is new |
| model-switched | to (on, off) | settings | the room is told of the language model |
| zone-changed | | settings | what is planned keeps its local time |
"""
