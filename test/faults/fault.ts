/** What can befall a call of a port, a message, a tick or a process, in words for a history. */
export const FAULTS = {
  fail: "fails, nothing happened",
  lost: "happens, but the answer is an error",
  slow: "is slow to happen",
  "late-answer": "happens at once, the answer takes long",
  kill: "the process dies before it happens",
  "kill-after": "happens, then the process dies",
  freeze: "the process freezes before it",
  cancel: "a person cancels the publication just before",
  edit: "the calendar is edited just before",
  withdraw: "a person takes an approval back just before",
  again: "another worker gets the same job just before",

  "sdk-retry": "the answer is lost, the SDK writes it again",
  "stale-index": "the index does not show it yet",
  partial: "the queue takes half of the messages",
  twice: "is delivered twice",
  drop: "is lost",
  late: "is delivered late",
  "ack-lost": "is done, but delivered again",
  skip: "does not come",

  "not-sent": "no connection",
  "rate-limited": "the network asks to slow down",
  token: "the network refuses the token",
  "not-ready": "the network is not ready",
  refuse: "the network refuses the content for good",
  works: "the network takes it, works on it, and shows it later",
  "works-in-vain": "the network takes it, works on it, and refuses it later",
  "error-before": "the network answers 500 and has done nothing",
  "error-after": "the network answers 500 and has done it",
  "reset-late": "the connection is lost, the network does it later",
  timeout: "no answer for 30 seconds, nothing happened",
  "timeout-after": "no answer for 30 seconds, it happened",
  "kill-late": "the process dies, the network does it later",
  "lists-late": "happens, but the network's lists show it late",
  "cannot-know": "the network's list is too long to tell",
  expires: "what was prepared expires early",
  "no-token": "the vault has no token",

  ahead: "its clock is ahead",
  behind: "its clock is behind",
  decides: "a person looks and decides",
  declines: "a person does not want it any more",
  "table-away": "the table is away for a while",
  "queue-away": "the queue takes nothing for a while",
  "network-away": "the network answers 500 for a while",
  "ticks-away": "no tick comes for a while",
  "workers-away": "every worker dies at once for a while",
  "tokens-expire": "access tokens live for minutes and are refreshed, each refresh token once",
  "stale-vault": "the vault still shows the token before",
  stopped: "a person stops all publishing for a while",
} as const;

export type FaultKind = keyof typeof FAULTS;

/** A fault that was chosen. `strength` (0 to 1) says how long, how late, how much. */
export interface Fault {
  readonly kind: FaultKind;
  readonly strength: number;
}

/** What the world does on its own when nothing that could matter goes wrong: a publication must not suffer from it. */
export const HARMLESS: ReadonlySet<FaultKind> = new Set(["sdk-retry", "twice", "again", "ack-lost"]);
