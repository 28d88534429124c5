/** Every string that the window shows. A sentence with a value in it is a function of that value. */

import { count } from "../format";
import { locale } from "./locale";

const plurals = new Intl.PluralRules(locale);
const plural = (n: number, one: string, other: string): string =>
  `${count(n)} ${plurals.select(n) === "one" ? one : other}`;

export const m = {
  // What is happening, and why not more.
  working: (title: string) => `Working for someone else: ${title}.`,
  workingUntitled: "Working for someone else.",
  pausedUntil: (when: string) => `Paused until ${when}.`,
  paused: "Paused until you resume.",
  roleOff: "Not working: providing is switched off in the settings.",
  starting: "Starting: having a look at this machine.",
  measuring: "Measuring how fast this machine renders.",
  noDevice: (what: string) => `Not working: no graphics adapter that can compute was found (${what}).`,
  programRunning: (name: string) => `Out of your way: ${name} is running. Work goes on when it ends.`,
  gpuInUse: (percent: string) => `Out of your way: another program uses ${percent} of the GPU.`,
  coolingDown: (when: string) => `The GPU has just become free. Work can start at ${when}.`,
  noReadings: "Waiting: the card’s meters give no fresh readings, and Idlewatt does not work blind.",
  noMesh: "Waiting: no index node answers, so nobody can find this machine.",
  noWork: "Ready. Nobody asks for work right now.",
  workerBroken: (what: string) => `Not working: the worker failed several times in a row (${what}).`,

  // The daemon.
  connecting: "Looking for the daemon…",
  lostTitle: "The daemon cannot be reached.",
  lostNotRunning: "The background program that does the work is not running. It is started again by itself; nothing earned is lost.",
  lostVersion: "The background program is of another version. Restart it, or update both.",
  lostCannotStart: "The background program does not start.",
  lostSilent: "The background program does not answer.",
  lostNoFolder: "There is no folder for Idlewatt’s data.",
  retry: "Try again now",

  // The top of the window.
  name: "Idlewatt",
  badgeSoftware: "software",
  badgeSoftwareMeaning: "No graphics card does the work: shaders run on the processor, slowly.",
  badgeSimulated: "simulated card",
  badgeSimulatedMeaning: "The card’s meters are played by a script, for tests and demonstrations.",
  trayNoLibrary: "There is no tray icon: the library libayatana-appindicator3 is not installed. Closing this window leaves the work running; start Idlewatt again to come back.",
  trayNoHost: "There is no tray icon: this desktop has no tray (on GNOME the AppIndicator extension adds one). Closing this window leaves the work running; start Idlewatt again to come back.",
  trayFailed: "There is no tray icon: the desktop refused it. Closing this window leaves the work running; start Idlewatt again to come back.",

  // Pause and start.
  pauseLabel: "Pause",
  pauseHour: "Pause 1 hour",
  pauseTomorrow: "Until tomorrow 8:00",
  pauseTomorrowFull: "Pause until tomorrow 8:00",
  resume: "Resume",
  autostart: "Start with the computer, hidden in the tray",
  failed: (what: string) => `That did not work: ${what}`,

  // Money.
  todayHeading: "Today, after electricity",
  allTimeHeading: "All time, after electricity",
  unit: "credits",
  earned: "Earned",
  electricity: "Electricity",
  settled: "Settled",
  pending: "Pending",
  spent: "Spent",
  energy: "Energy",
  settledMeaning: "Covered by signed receipts.",
  pendingMeaning: "Done, and not yet covered by a receipt.",
  unitsFinished: (n: number) => plural(n, "unit finished", "units finished"),

  // The job in hand.
  jobHeading: "Job in hand",
  noJob: "None.",
  noPicture: "The picture appears as it is rendered.",
  previewAlt: (title: string) => `The picture so far of ${title}`,
  requester: "For node",
  unitsDone: "Units done",
  thisUnit: "This unit",
  worth: "Worth so far",

  // The card.
  cardHeading: "Card",
  load: "Load",
  power: "Power",
  temperature: "Temperature",
  memory: "Memory",
  ofLimit: (now: string, limit: string) => `${now} of ${limit}`,
  unknown: "not told",
  noCard: "No card tells its load, power or temperature.",
  speed: (samples: string) => `${samples} samples per second`,
  offer: (price: string) => `Offered from ${price} credits per thousand million samples`,
  peers: (n: number) => plural(n, "peer", "peers"),
  indexNodes: (n: number) => plural(n, "index node", "index nodes"),

  // The jobs.
  jobsHeading: "Jobs",
  noJobs: "No jobs yet. They are listed here as they come, with what each one left after electricity.",
  columnWhen: "When",
  columnTitle: "Job",
  columnSide: "Side",
  columnGross: "Gross",
  columnElectricity: "Electricity",
  columnNet: "Net",
  columnMoney: "Money",
  columnState: "State",
  sideProvider: "worked",
  sideRequester: "bought",
  moneyFinal: "final",
  moneyPending: (amount: string) => `${amount} pending`,
  moneyNone: "none",
  stateOpen: "in progress",
  stopDone: "done",
  stopCancelled: "cancelled",
  stopOwnerReturned: "you needed the machine",
  stopShuttingDown: "stopped at shutdown",
  stopProtocol: (what: string) => `broken off: ${what}`,
  stopUnpaid: "not paid in time",
  stopBadResults: "results were wrong",
  stopLost: "connection lost",
  stopFailed: (what: string) => `failed: ${what}`,

  version: (version: string, node: string) => `Idlewatt ${version} · node ${node}`,
} as const;
