import type { ENGLISH, ENGLISH_WORDS } from "./english.ts";

/** What is wrong, and what to do about it. */
export interface Wording {
  readonly problem: string;
  readonly remedy: string;
}

export type MessageName = keyof typeof ENGLISH;

/** Every problem of a calendar in one language. */
export type Messages = Readonly<Record<MessageName, Wording>>;

export type Words = Readonly<Record<keyof typeof ENGLISH_WORDS, string>>;
