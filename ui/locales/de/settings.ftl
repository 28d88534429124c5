# Die Seite „Einstellungen“.

settings-general = Allgemein
settings-language = Sprache
settings-language-system = Wie das System ({ $name })
settings-theme = Aussehen
settings-theme-system = Wie das System
settings-theme-light = Hell
settings-theme-dark = Dunkel
settings-autostart = Mit dem Rechner starten
settings-autostart-about = Idlewatt startet unsichtbar in der Taskleiste, wenn du dich anmeldest.

settings-notifications = Benachrichtigungen
settings-notifications-about = Wenige, und keine in der ersten Minute nach dem Start.
settings-notify-started = Die Arbeit beginnt
settings-notify-started-about = Wenn dieser Rechner anfängt, für jemanden zu arbeiten.
settings-notify-stopped = Die Arbeit macht Platz
settings-notify-stopped-about = Wenn die Arbeit aufhört, weil du den Rechner brauchst.
settings-notify-paid = Die Summe von gestern
settings-notify-paid-about = Höchstens einmal am Tag: was nach Strom geblieben ist.
settings-notify-attention = Etwas braucht dich
settings-notify-attention-about = Wenn es nicht arbeiten kann und nicht von selbst darüber hinwegkommt.

settings-updates = Updates
settings-update-off = Updates werden noch nirgends angekündigt. Es wird nichts gesucht und nichts gesendet.
settings-update-newest = Das ist die neueste Version.
settings-update-looking = Eine neuere Version wird gesucht …
settings-update-found = Version { $version } ist da.
settings-update-waiting = Version { $version } wird installiert, sobald der laufende Auftrag beendet ist.
settings-update-installing = Version { $version } wird installiert: { $share }.
settings-update-failed = Die Suche nach Updates hat nicht geklappt: { $what }
settings-update-look = Jetzt suchen
settings-update-install = Im Leerlauf installieren
settings-update-by-itself = Von selbst suchen
settings-update-by-itself-about = Einmal am Tag. Nur signierte Versionen werden genommen, nie ältere, und kein Auftrag wird unterbrochen.
settings-update-endpoint = Wo Updates angekündigt werden
settings-update-endpoint-about = Eine HTTPS-Adresse. Leer: nirgends.

settings-data = Deine Daten
settings-data-folder = Alles liegt in einem Ordner
settings-log = Protokoll von heute
settings-reveal = Zeigen
settings-report = Bericht für jemanden, der dir hilft
settings-report-about = Version, Befunde, Einstellungen und das Ende des Protokolls. Schlüssel, Adressen, Namen und Ordner bleiben draußen. Nichts wird gesendet: Du kopierst ihn.
settings-report-make = Bericht ansehen
settings-report-copy = Bericht kopieren
settings-export = Deine Bücher als Datei
settings-export-about = Jeder Auftrag mit dem, was er einbrachte, als Tabelle oder mit allen Quittungen.
settings-trace = Spurlos gehen
settings-trace-about = Die Deinstallation beendet alles und entfernt das Programm. Deine Einnahmen und Schlüssel bleiben im Ordner oben, bis du sie entfernst: Führe „idlewatt remove-data“ aus; es zeigt, was es löschen wird, und fragt zuerst.

settings-roles = Rollen dieses Rechners
settings-role-provider = Für andere arbeiten
settings-role-provider-about = Wenn dieser Rechner nichts zu tun hat, in deinen Grenzen.
settings-role-requester = Andere für mich arbeiten lassen
settings-role-requester-about = Nötig für „Mesh nutzen“.
settings-role-index = Andere verzeichnen
settings-role-index-about = Für einen Rechner, der immer läuft: Andere finden einander über ihn.

settings-advanced = Alles andere
settings-advanced-about = Jede Einstellung des Hintergrunddienstes unter ihrem Namen in der Einstellungsdatei. Änderungen gelten sofort.
settings-advanced-search = Einstellungen durchsuchen
settings-advanced-none = Keine Einstellung heißt so.

settings-about = Über
settings-version = Version
settings-node = Dieser Knoten
settings-licence = Lizenz
settings-licence-value = MIT oder Apache-2.0. Die Schrift ist Inter, unter der SIL Open Font License.
settings-made = Kein Konto, kein Wallet, keine E-Mail. Nichts wird nach Hause gesendet.
