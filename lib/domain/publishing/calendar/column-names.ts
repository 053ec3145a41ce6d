import { remembered } from "../../remembered.ts";
import { type Column, isColumn, type VariantColumn } from "./columns.ts";

/** English names, and those of the files that other tools import; without blanks and signs. */
const ALIASES: Readonly<Record<Column, string>> = {
  id: "externalid postid rowid",
  date: "day scheduledat scheduledate scheduledtime scheduletime scheduled publishdate publishat postatspecifictime datetime dateandtime",
  time: "hour time24hr publishtime",
  timezone: "tz",
  repeat: "repeats recurrence recurring rrule",
  if_late: "iflate whenlate late lateness latepolicy",
  approval: "approvals",
  channels: "channel network networks platform platforms platformname account accounts profile profiles",
  text: "caption content message messagetext postcontent posttext post body description copy",
  title: "linktitle headline",
  link: "links url postlink linkurl ogmetaurl",
  media:
    "mediaurl mediaurls image images imageurl imageurls video videos videourl videourls gifurl gifurls picture featuredimagefilename document file files",
  alt_text: "alt alttexts",
  image_fit: "fit imagefitting",
  first_comment: "comment comments followupcomment firstcomments",
  thread: "threadparts",
  campaign: "campaigns utmcampaign",
  tags: "tag label labels category contentcategory keywords",
  objective: "goal",
  content_type: "contenttype",
  post_type: "type format placement postsubtype gbptype",
  cta: "calltoaction button",
  board: "pinboard pinboardfbalbumorgooglecategory",
  privacy: "visibility",
  disclosure: "disclosures contentdisclosure",
  utm: "tracking",
};

const FRENCH: Readonly<Record<Column, string>> = {
  id: "identifiant reference",
  date: "jour dateheure dateetheure datedepublication",
  time: "heure horaire heuredepublication",
  timezone: "fuseau fuseauhoraire",
  repeat: "repetition repeter",
  if_late: "siretard encasderetard retard",
  approval: "approbation validation",
  channels: "canal canaux reseau reseaux reseauxsociaux reseausocial compte comptes",
  text: "texte legende contenu corps",
  title: "titre",
  link: "lien liens adresse",
  media: "medias visuel visuels fichier fichiers photo photos imagesvideos",
  alt_text: "textealternatif textesalternatifs textealt descriptiondelimage",
  image_fit: "cadrage cadragedelimage",
  first_comment: "premiercommentaire commentaire commentaires",
  thread: "fil suite suitedufil",
  campaign: "campagne campagnes",
  tags: "etiquette etiquettes motscles categorie",
  objective: "objectif objectifs",
  content_type: "typedecontenu typecontenu",
  post_type: "typedepublication typedepost",
  cta: "bouton appelalaction",
  board: "tableau",
  privacy: "confidentialite visibilite",
  disclosure: "mention mentionlegale transparence",
  utm: "suivi",
};

/** Other tools' columns for one network; where their cells say yes or no, the word that a yes stands for. */
const VARIANTS: Readonly<Record<string, readonly [VariantColumn, network: string, meansWhenYes?: string]>> = {
  fbcontenttype: ["post_type", "facebook"],
  igpublishtype: ["post_type", "instagram"],
  ytisshort: ["post_type", "youtube", "short"],
  youtubetitle: ["title", "youtube"],
  youtubeprivacy: ["privacy", "youtube"],
  youtubevideotype: ["post_type", "youtube"],
  gbpcalltoaction: ["cta", "google"],
  gbpposttype: ["post_type", "google"],
  linkedindocumenturl: ["media", "linkedin"],
  pinterestboard: ["board", "pinterest"],
  pinterestboardid: ["board", "pinterest"],
};

/** Names that mean the date in a file without another date, and the time beside one. */
const EITHER_DATE_OR_TIME: ReadonlySet<string> = new Set(["scheduledtime", "scheduletime", "publishtime"]);

/** Columns whose cells hold another tool's own key of a channel, which says nothing here. */
const FOREIGN_KEYS: ReadonlySet<string> = new Set(["accountid", "platformids", "platformaccount", "profileid"]);

/** One word for all spellings: without accents, blanks and signs, in lower case. */
export const compact = remembered((name) =>
  name
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]+/gu, "")
    .toLowerCase(),
);

const english = new Map<string, Column>();
const french = new Map<string, Column>();
for (const [name, aliases] of Object.entries(ALIASES)) {
  if (isColumn(name)) for (const each of [compact(name), ...aliases.split(" ")]) english.set(each, name);
}
for (const [name, aliases] of Object.entries(FRENCH)) {
  if (isColumn(name)) for (const each of aliases.split(" ")) french.set(each, name);
}

/** The column that a header cell names, in English or French, as we call it or as another tool does. */
export function columnNamed(written: string): Column | undefined {
  return known(written) ?? known(written.split(/ - |[([]/)[0] ?? "");
}

function known(written: string): Column | undefined {
  const name = compact(written);
  return english.get(name) ?? french.get(name);
}

export function foreignVariant(written: string): (typeof VARIANTS)[string] | undefined {
  return VARIANTS[compact(written)];
}

/** Whether a header cell may name the date or the time: the others decide. */
export function mayBeDateOrTime(written: string): boolean {
  return EITHER_DATE_OR_TIME.has(compact(written));
}

export function isForeignKey(written: string): boolean {
  return FOREIGN_KEYS.has(compact(written));
}

/** Whether a header cell is written in French and could not be English. */
export function isFrenchName(written: string): boolean {
  const name = compact(written);
  return french.has(name) && !english.has(name);
}
