# A language model for summaries: what members are told of it, and their choice.

help-model = whether summaries here use a language model, and how to keep your words from it

settings-model = Language model for summaries
settings-model-hint = { $model } at { $host }. Members are told in the room two working days before, and each can keep their words from it.
settings-model-off = none: summaries are made on the bot's own machine
settings-model-resting = switched on and not in use: { $model }
settings-model-on = groups and chooses quotes, and never writes
settings-model-none = ~ No language model is set up here, so summaries are made on the bot's own machine. Whoever runs the bot could set one up.
settings-model-another = The language model that is set up has changed meanwhile. Close this and open the settings again to see which it is.
settings-model-no-room = Members have to be told first, and I am in no room of this cohort any more.

model-told-on = **A language model will help with the summaries of { $cohort }.** { $who } switched it on: { $model }, at { $host }, from { $since }. It groups and chooses quotes and never writes; each is checked against its message. Before anything is sent, names of people and organisations of this cohort, links and long numbers are replaced. Other names, such as a patient's, are not.

    You can keep your words from it; summaries quote them all the same.
model-told-off = { $who } switched the language model for the summaries of { $cohort } off. They are made on the bot's own machine again.
model-keep-button = Keep my words from it
model-let-button = Let it read my words

model-none = No language model is set up here. The summaries of **{ $cohort }** are made on the bot's own machine.
model-off = The summaries of **{ $cohort }** are made on the bot's own machine, without a language model. Should the moderators switch one on, the room is told two working days before.
model-on = Since { $since } a language model groups and chooses quotes for the summaries of **{ $cohort }**: { $model }, at { $host }. It never writes. Before anything is sent, names of people and organisations here, links and long numbers are replaced; other names, such as a patient's, are not.
model-soon = From { $since } a language model groups and chooses quotes for the summaries of **{ $cohort }**: { $model }, at { $host }. It never writes. Before anything is sent, names of people and organisations here, links and long numbers are replaced; other names, such as a patient's, are not.
model-resting = The moderators of **{ $cohort }** switched a language model on, { $model }, and it is not in use now: nothing is sent to it.
model-yours-read = Where one is in use, it may read what you let summaries quote.
model-yours-kept = Your words are kept from it. What went there before, or is on its way now, stays with whoever runs it. Summaries quote them all the same, as you chose.

welcome-model = A language model groups and chooses quotes for summaries here: { $model }, at { $host }. Before anything is sent, names of people and organisations here, links and long numbers are replaced; other names, such as a patient's, are not. `model no` keeps your words from it.
data-model-read = A language model may read what you let summaries quote; `model no` keeps your words from it.
data-model-kept = Your words are kept from the language model that helps with summaries; `model yes` changes that.

# What a summary says of it

summary-helped = { $dropped ->
    [0] ~ Grouped and chosen with the language model { $model }; every quote was checked against its message. None of its answers was dropped. What members keep from it was not read by it.
    [one] ~ Grouped and chosen with the language model { $model }; every quote was checked against its message. 1 of its answers was dropped. What members keep from it was not read by it.
   *[other] ~ Grouped and chosen with the language model { $model }; every quote was checked against its message. { $dropped } of its answers were dropped. What members keep from it was not read by it.
}
summary-helped-missed = { $number ->
    [one] ~ It did not get to 1 message.
   *[other] ~ It did not get to { $number } messages.
}
summary-helped-not = ~ Made without the language model { $model }: { $why }.
summary-helped-partly = ~ The language model { $model } did not read everything: { $why }.
summary-helped-missing = what it takes is not installed where the bot runs
summary-helped-timeout = it took too long
summary-helped-unreachable = it could not be reached
summary-helped-refused = it answered with an error
summary-helped-unreadable = its answer was not of the form asked for
summary-helped-useless = nothing in its answer held against the messages
summary-helped-none = none is set up any more where the bot runs
summary-helped-another = another one is set up now, of which members were not told; in the settings you can switch that on
summary-helped-untold = the message that tells members of it does not stand in the room; in the settings you can switch it on anew
summary-helped-soon = members still have time to keep their words from it
