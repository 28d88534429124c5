# The page "Settings".

settings-general = General
settings-language = Language
settings-language-system = As the system ({ $name })
settings-theme = Appearance
settings-theme-system = As the system
settings-theme-light = Light
settings-theme-dark = Dark
settings-autostart = Start with the computer
settings-autostart-about = Idlewatt starts hidden in the tray when you sign in.

settings-notifications = Notifications
settings-notifications-about = Few, and none in the first minute after the start.
settings-notify-started = Work begins
settings-notify-started-about = When this machine starts to work for somebody.
settings-notify-stopped = Work makes way
settings-notify-stopped-about = When work stops because you need the machine.
settings-notify-paid = Yesterday’s sum
settings-notify-paid-about = Once a day at most: what was left after electricity.
settings-notify-attention = Something needs you
settings-notify-attention-about = When it cannot work and does not get over it by itself.

settings-updates = Updates
settings-update-off = Updates are not announced anywhere yet. Nothing is looked for, and nothing is sent.
settings-update-newest = This is the newest version.
settings-update-looking = Looking for a newer version…
settings-update-found = Version { $version } is there.
settings-update-waiting = Version { $version } is installed as soon as the job in hand has ended.
settings-update-installing = Installing version { $version }: { $share }.
settings-update-failed = Looking for updates did not work: { $what }
settings-update-look = Look now
settings-update-install = Install when idle
settings-update-by-itself = Look by itself
settings-update-by-itself-about = Once a day. Only signed versions are taken, never older ones, and no job is interrupted.
settings-update-endpoint = Where updates are announced
settings-update-endpoint-about = An HTTPS address. Empty: nowhere.

settings-data = Your data
settings-data-folder = Everything is in one folder
settings-log = Today’s log
settings-reveal = Show
settings-report = Report for whoever helps you
settings-report-about = Version, findings, settings and the end of the log. Keys, addresses, names and folders are left out. Nothing is sent: you copy it.
settings-report-make = Look at the report
settings-report-copy = Copy the report
settings-export = Your books as a file
settings-export-about = Every job with what it earned, as a spreadsheet or with all its receipts.
settings-trace = Leaving without a trace
settings-trace-about = Uninstalling stops everything and removes the program. Your earnings and keys stay in the folder above until you remove them: run “idlewatt remove-data”, which shows what it will delete and asks first.

settings-roles = Parts that this machine plays
settings-role-provider = Work for others
settings-role-provider-about = When this machine is idle, within your limits.
settings-role-requester = Let others work for me
settings-role-requester-about = Needed for “Use the mesh”.
settings-role-index = List others
settings-role-index-about = For a machine that is always on: others find each other through it.

settings-advanced = Everything else
settings-advanced-about = Every setting of the background program by its name in the settings file. Changes hold at once.
settings-advanced-search = Search settings
settings-advanced-none = No setting is called so.

settings-about = About
settings-version = Version
settings-node = This node
settings-licence = Licence
settings-licence-value = MIT or Apache-2.0. The fonts are Inter, under the SIL Open Font License.
settings-made = No account, no wallet, no e-mail. Nothing is sent home.
