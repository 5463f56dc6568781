# What stands around a prompt when it is posted (and in its preview).

posting-title = Week { $week }: { $title }
posting-material = To go with it:
posting-host = **{ $name }** hosts this week.
posting-starts =
    { $count ->
        [one] **{ $names }** starts.
       *[other] **{ $names }** start.
    }
posting-host-starts = **{ $name }** hosts this week and starts.
posting-private = Your answer stays private until { $reveal }. Then all answers are shown together.
posting-open = ~ Open until { $closes }. Then { $moderators } will sum up what was shared, from { $summary } on.
posting-credit = ~ Method: { $credit }
