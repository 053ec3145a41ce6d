import { remembered } from "../../../remembered.ts";
import type { Column } from "../columns.ts";
import type { MessageName, Messages, Wording, Words } from "./catalogue.ts";
import { ENGLISH, ENGLISH_WORDS } from "./english.ts";
import { FRENCH, FRENCH_COLUMNS, FRENCH_WORDS } from "./french.ts";

export type Language = "en" | "fr";

/** A cell's content is cut where it gets long; of a list, the first few are named. */
type Values = Readonly<Record<string, string | number | readonly string[]>>;

/** Says things in the language of one calendar. */
export interface Say {
  (name: MessageName, values?: Values): Wording;
  word(name: keyof Words, values?: Values): string;
  /** What a column is called in the calendar's language. */
  column(name: Column): string;
  readonly language: Language;
}

/** The catalogue of each language: the documents list them. */
export const MESSAGES: Readonly<Record<Language, Messages>> = { en: ENGLISH, fr: FRENCH };

export const WORDS: Readonly<Record<Language, Words>> = { en: ENGLISH_WORDS, fr: FRENCH_WORDS };

export function sayIn(language: Language): Say {
  const messages = MESSAGES[language];
  const words = WORDS[language];
  const inWords = (value: Values[string] = "") => {
    if (typeof value === "number") return String(value);
    return typeof value === "object" ? list(value, words) : excerpt(value);
  };
  const fill = (template: string, values: Values) => {
    let [filled, isName] = ["", false];
    for (const part of partsOf(template)) {
      filled += isName ? inWords(values[part]) : part;
      isName = !isName;
    }
    return filled;
  };
  const say = (name: MessageName, values: Values = {}): Wording => {
    const { problem, remedy } = messages[name];
    return { problem: fill(problem, values), remedy: fill(remedy, values) };
  };
  const word = (name: keyof Words, values: Values = {}) => fill(words[name], values);
  const column = (name: Column) => (language === "fr" ? FRENCH_COLUMNS[name] : name);
  return Object.assign(say, { word, column, language });
}

/** What stands in a template between its blanks, and the names of these, in turn. */
const partsOf = remembered((template): readonly string[] => template.split(/\{(\w+)\}/));

const LONGEST_EXCERPT = 100;

/** Few cells have any. */
const ODD_BLANKS = /[^\S ]|\s\s|^\s|\s$/;

/** A cell as it is quoted in a problem: on one line and not endless. */
function excerpt(value: string): string {
  const flat = ODD_BLANKS.test(value) ? value.replace(/\s+/g, " ").trim() : value;
  return flat.length > LONGEST_EXCERPT ? `${flat.slice(0, LONGEST_EXCERPT)}…` : flat;
}

const LONGEST_LIST = 10;

/** A stage may have hundreds of channels. */
function list(choices: readonly string[], words: Words): string {
  if (choices.length === 0) return words.none;
  const shown = choices.slice(0, LONGEST_LIST).join(", ");
  const left = choices.length - LONGEST_LIST;
  return left > 0 ? words.andMore.replace("{shown}", () => shown).replace("{count}", String(left)) : shown;
}
