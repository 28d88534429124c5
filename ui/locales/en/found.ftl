# What was found on this PC and what to do about it, and why a setting cannot have a value.
# Names and reasons come from drivers, systems and files, and stand where they are put.

## What was found

found-later = Not everything has been looked at yet; that takes a few seconds.
found-adapter-software = { $name } would do the work, which is software: no card was found. Install the card’s driver.
found-adapter-broken = The graphics driver fails. Update it, then restart Idlewatt.
found-adapter-missing = No graphics card that can compute was found. Install its driver.
found-adapter-wanted = No graphics card is called { $name }, as the settings ask. Name another one, or none.
found-adapter-unmeasured = The card was found, but not measured. Restart Idlewatt.
found-card-simulated = The meters of { $name } are played by a script, for tests.
found-card-doubts = { $name } tells what cannot be true; that is left out. Restart the PC or update the driver if it stays so.
found-meters-failed = The card’s meters give no readings, and without them nothing is worked on. Update the driver.
found-meters-absent = No card tells its load, power or temperature: power and energy are assumed, not measured.
found-programs-unseen = Running programs cannot be seen, and without seeing games start nothing is worked on.
found-source-failed = { $name } cannot be read. What it would tell is not taken into account.
found-settings-unreadable = The settings file cannot be read. Make it readable, then restart Idlewatt.
found-settings-aside = Some settings were not right. What was right holds: set the rest, then allow work again. The old file is kept as { $path }.
found-listening-nowhere = This PC listens on no address. Check the network settings and the firewall.
found-index-unset = No index node is set: nobody can find this PC, nor it anybody. Put one into the settings.
found-index-silent = None of the index nodes answers ({ $count } are set). Check the network and their addresses.
found-books-wrong = The books do not add up. Keep a copy of ledger.sqlite3 and report this.
found-books-unread = The books cannot be read. Check the disk, then restart Idlewatt.

## What is wrong with a setting

fault-unknown = There is no such setting.
fault-switch = Expected true or false.
fault-whole = Expected a whole number.
fault-range = Expected { $least } to { $most }.
fault-range-or-zero = Expected { $least } to { $most }, or 0.
fault-money = Expected credits between 0 and { $most }, for example { $example }.
fault-energy = Expected kilowatt-hours with at most three decimals, for example { $example }.
fault-word = Expected one of { $words }.
fault-nodes = Expected names of nodes, 64 digits each.
fault-many = Expected at most { $most } entries.
fault-hours = “{ $text }” is not days and hours.
fault-band = “{ $text }” is not days, hours and a price.
fault-sources = A file and a command cannot both tell the price.
fault-address = Expected an address that begins with https://.
fault-spoken = This language is not spoken here.
fault-unfit = It cannot be read: { $what }
fault-unwritten = The settings file cannot be used: { $what }
