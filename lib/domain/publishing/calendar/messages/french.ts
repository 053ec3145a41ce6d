import type { Column } from "../columns.ts";
import { LONGEST_ID, LONGEST_ROW } from "../limits.ts";
import type { Messages, Words } from "./catalogue.ts";

/** The columns as a French calendar writes them. */
export const FRENCH_COLUMNS: Readonly<Record<Column, string>> = {
  id: "id",
  date: "date",
  time: "heure",
  timezone: "fuseau",
  repeat: "répétition",
  if_late: "si_retard",
  approval: "approbation",
  channels: "canaux",
  text: "texte",
  title: "titre",
  link: "lien",
  media: "médias",
  alt_text: "texte_alternatif",
  image_fit: "cadrage",
  first_comment: "premier_commentaire",
  thread: "fil",
  campaign: "campagne",
  tags: "étiquettes",
  objective: "objectif",
  content_type: "type_de_contenu",
  post_type: "format",
  cta: "bouton",
  board: "tableau",
  privacy: "confidentialité",
  disclosure: "mention",
  utm: "utm",
};

const COLUMNS = Object.values(FRENCH_COLUMNS).join(", ");

const SAVE_AS =
  "Dans Excel : Enregistrer sous, type « CSV UTF-8 » ; dans LibreOffice : cochez « Éditer les paramètres du filtre » et choisissez UTF-8.";

const WRITE_DATE = "Écrivez année-mois-jour, par exemple 2026-12-24.";

const WRITE_TIME = "Écrivez heures et minutes sur 24 heures, par exemple 09:30 ou 17:45.";

export const FRENCH: Messages = {
  fileEmpty: {
    problem: "le fichier est vide",
    remedy: "Déposez un fichier avec une ligne d'en-tête et au moins une ligne en dessous.",
  },
  fileHeaderOnly: {
    problem: "le fichier a une ligne d'en-tête et rien en dessous",
    remedy: "Ajoutez au moins une ligne et déposez le fichier de nouveau.",
  },
  fileDamaged: {
    problem: "le fichier n'est pas en UTF-8 d'un bout à l'autre : les accents et les émojis seraient abîmés",
    remedy: SAVE_AS,
  },
  fileNulBytes: { problem: "le fichier contient des octets nuls : ce n'est pas un fichier texte", remedy: SAVE_AS },
  fileWorkbook: { problem: "le fichier est un classeur (ou une archive zip), pas un CSV", remedy: SAVE_AS },
  quoteUnclosed: {
    problem: "un guillemet droit ouvre une cellule de cette ligne et rien ne la ferme",
    remedy: "Fermez la cellule par un guillemet droit ; à l'intérieur d'une cellule, doublez-le : \"\".",
  },
  quoteStray: {
    problem: "un guillemet droit se trouve au milieu d'une cellule de cette ligne",
    remedy: 'Mettez toute la cellule entre guillemets droits et doublez ceux du texte : "Il dit ""oui""".',
  },
  rowTooLong: {
    problem: `une ligne dépasse ${LONGEST_ROW} caractères`,
    remedy: "Cherchez un guillemet droit ouvert dans cette ligne et jamais fermé.",
  },
  rowTooWide: {
    problem: "la ligne a {cells} cellules, mais l'en-tête nomme {columns} colonnes",
    remedy:
      "Une cellule qui contient le séparateur se met entre guillemets droits. Le surplus commence par « {surplus} ».",
  },
  rowCut: {
    problem: "le fichier s'arrête au milieu de cette ligne",
    remedy: "Exportez de nouveau le calendrier et déposez-le en entier.",
  },
  rowRepeated: {
    problem: "la ligne {line} contient la même publication, sur le même canal, à la même heure",
    remedy: "Retirez l'une des deux. Si les deux sont voulues, donnez un id à chacune.",
  },
  columnTwice: {
    problem: "l'en-tête contient deux fois la colonne « {name} »",
    remedy: "Gardez-en une, ou donnez un autre nom à la seconde.",
  },
  columnSaidTwice: {
    problem: "les colonnes « {name} » et « {other} » signifient toutes deux « {column} »",
    remedy: "Renommez « {column} » celle qui compte, ou retirez l'autre.",
  },
  columnEclipsed: {
    problem: "la colonne « {name} » n'a pas été lue, car il y en a une qui s'appelle « {column} »",
    remedy: "Rien à faire si c'est « {column} » qui compte.",
  },
  columnMissing: {
    problem: "l'en-tête n'a pas de colonne « {column} »",
    remedy: `Ajoutez la colonne « {column} ». La première ligne porte les noms des colonnes : ${COLUMNS}.`,
  },
  columnMisspelt: {
    problem: "l'en-tête n'a pas de colonne « {column} »",
    remedy: "Renommez la colonne « {similar} » en « {column} ».",
  },
  channelColumnMissing: {
    problem: "l'en-tête n'a pas de colonne « canaux », et rien d'autre ne dit où publier",
    remedy: "Ajoutez la colonne « canaux », ou écrivez au-dessus de l'en-tête une ligne comme #canal: {example}",
  },
  columnUnknown: {
    problem: "la colonne « {name} » est inconnue et n'a pas été lue",
    remedy: `Rien à faire si c'est une note à vous. Les colonnes sont : ${COLUMNS}.`,
  },
  columnUnknownSimilar: {
    problem: "la colonne « {name} » est inconnue et n'a pas été lue",
    remedy: "Si c'est « {similar} », renommez-la et déposez le fichier de nouveau.",
  },
  columnNetworkUnknown: {
    problem: "la colonne « {name} » n'a pas été lue : aucun canal de « {network} » n'est connecté",
    remedy: "Rien à faire si c'est pour plus tard. Les réseaux connectés sont : {networks}.",
  },
  hintUnknown: {
    problem: "la ligne « {value} » au-dessus de l'en-tête n'est pas comprise et n'a pas été lue",
    remedy:
      "Au-dessus de l'en-tête on écrit #calendrier:, #fuseau:, #canal:, #dates:, #approbation:, #cadrage:, #si-retard:, #langue: et #annuler-absents:.",
  },
  hintDates: {
    problem: "« {value} » n'est pas un ordre du jour et du mois",
    remedy: "Écrivez #dates: jj/mm ou #dates: mm/jj",
  },
  hintLanguage: {
    problem: "« {value} » n'est pas une langue d'Antenne",
    remedy: "Écrivez #langue: fr ou #langue: en",
  },
  hintCalendar: {
    problem: "« {value} » ne peut pas être le nom d'un calendrier",
    remedy: "Écrivez un nom de un à {most} caractères, par exemple #calendrier: décembre",
  },
  calendarOlder: {
    problem: "un fichier plus récent du calendrier « {calendar} » a déjà été importé : rien de celui-ci n'est planifié",
    remedy: "Rien à faire si c'est le plus récent qui compte. Sinon déposez ce fichier une nouvelle fois.",
  },
  hintCancelMissing: {
    problem: "« {value} » ne dit pas s'il faut annuler les publications absentes du fichier",
    remedy: "Écrivez #annuler-absents: oui ou #annuler-absents: non",
  },
  cancelMost: {
    problem: "{count} des {of} publications encore à venir ne sont pas dans ce fichier : aucune n'a été annulée",
    remedy:
      "Si le fichier n'est qu'une partie du calendrier, déposez-le en entier. S'il faut les annuler, écrivez #annuler-absents: oui au-dessus de l'en-tête et déposez-le de nouveau.",
  },
  cancelCut: {
    problem: "le fichier s'arrête au milieu d'une ligne : aucune publication absente n'a été annulée",
    remedy: "Exportez de nouveau le calendrier et déposez-le en entier.",
  },
  cancelMaybeCut: {
    problem:
      "le fichier finit sans saut de ligne et sa dernière ligne n'est pas celle qui était planifiée : il est peut-être coupé, aucune des {count} publications absentes n'a donc été annulée",
    remedy: "Si le fichier est entier, écrivez #annuler-absents: oui au-dessus de l'en-tête et déposez-le de nouveau.",
  },
  cancelUnknownRows: {
    problem:
      "{count} lignes rejetées n'ont pas d'id, on ne sait donc pas de quelles publications il s'agit : aucune n'a été annulée",
    remedy:
      "Corrigez les lignes rejetées et déposez le fichier de nouveau ; ce qui n'y est pas sera annulé à ce moment-là.",
  },
  cancelDeclined: {
    problem: "{count} publications encore à venir ne sont pas dans ce fichier et restent planifiées",
    remedy: "Rien à faire : le fichier dit #annuler-absents: non.",
  },
  postElsewhere: {
    problem: "le calendrier « {calendar} » a déjà exactement cette publication : elle ne paraît qu'une fois",
    remedy: "Rien à faire. Pour la modifier, modifiez-la dans « {calendar} », ou déposez ce fichier sous ce nom.",
  },
  rowElsewhere: {
    problem:
      "le calendrier « {calendar} » a cette ligne à cette heure avec un autre contenu : pour qu'elle ne paraisse pas deux fois, elle n'a pas été planifiée",
    remedy:
      "Déposez le fichier sous le nom {calendar}.csv, ou écrivez #calendrier: {calendar} au-dessus de l'en-tête. Si c'est une autre publication, donnez-lui un autre id.",
  },
  newVersion: {
    problem:
      "le fichier ressemble à une nouvelle version du calendrier « {calendar} » : pour que rien ne paraisse deux fois, ceci n'a pas été planifié",
    remedy:
      "Déposez-le sous le nom {calendar}.csv, ou écrivez #calendrier: {calendar} au-dessus de l'en-tête. Si c'est un calendrier à part, écrivez-y #calendrier: {own}.",
  },
  postCancelled: {
    problem: "elle a été annulée à la main ({reason}) et le reste",
    remedy:
      "S'il faut la publier malgré tout, faites-en une nouvelle ligne : un autre id, une autre heure ou un autre texte.",
  },
  postFailed: {
    problem: "elle n'a pas été publiée : {reason}",
    remedy: "Corrigez la ligne, donnez-lui une heure à venir et déposez le fichier de nouveau.",
  },
  idTooLong: { problem: "l'id compte {length} caractères", remedy: `Au plus ${LONGEST_ID} caractères.` },
  idRepeated: {
    problem: "l'id « {id} » est déjà pris à la ligne {line}",
    remedy: "Donnez à chaque ligne un id à elle.",
  },
  dateEmpty: { problem: "la date est vide", remedy: WRITE_DATE },
  dateUnreadable: { problem: "« {value} » n'est pas une date lisible avec certitude", remedy: WRITE_DATE },
  dateMonth: { problem: "{value} n'est pas une date : il n'y a pas de mois {month}", remedy: WRITE_DATE },
  dateDay: {
    problem: "{value} n'existe pas : ce mois compte {days} jours",
    remedy: "Le dernier jour de ce mois est le {last}.",
  },
  dateOrderUnknown: {
    problem: "{value} peut être {dayFirst} ou {monthFirst}, et aucune autre date du fichier ne tranche",
    remedy: "Écrivez au-dessus de l'en-tête #dates: jj/mm ou #dates: mm/jj, ou écrivez la date ainsi : {dayFirst}.",
  },
  dateOrderMixed: {
    problem:
      "{value} est illisible : le jour vient d'abord à la ligne {dayFirstLine}, le mois à la ligne {monthFirstLine} ; l'ordre du fichier est donc inconnu",
    remedy: "Écrivez toutes les dates dans le même ordre, au mieux année-mois-jour, par exemple 2026-12-24.",
  },
  dateOver: {
    problem: "{value} était déjà passé quand le fichier a été déposé ({uploadedAt} UTC)",
    remedy: "Choisissez une heure à venir, ou retirez la ligne.",
  },
  timeEmpty: { problem: "l'heure est vide", remedy: WRITE_TIME },
  slotChosen: {
    problem: "aucune heure n'est écrite : ce sera le créneau {when} ({zone}) du canal",
    remedy: "Rien à faire, ou écrivez une autre heure.",
  },
  slotsTaken: {
    problem: "aucun créneau du canal n'est libre le {day}",
    remedy: "Écrivez {next}, le prochain créneau libre, ou n'importe quelle autre heure.",
  },
  slotsExhausted: {
    problem: "aucun créneau de {channel} n'est libre d'ici un an",
    remedy: "Écrivez une date et une heure, ou faites ajouter des créneaux au canal.",
  },
  timeUnreadable: { problem: "« {value} » n'est pas une heure", remedy: WRITE_TIME },
  timeTwice: {
    problem: "la date dit {inDate} et la colonne heure dit {time}",
    remedy: "Écrivez l'heure à un seul des deux endroits.",
  },
  timeSkipped: {
    problem: "{time} n'existe pas le {day} à {zone} : les horloges sautent cette heure",
    remedy: "Écrivez {later}, ou {earlier} pour publier plus tôt.",
  },
  timeRepeated: {
    problem: "{time} vient deux fois le {day} à {zone} : les horloges reculent",
    remedy: "Écrivez comme date {earlier} pour la première, ou {later} pour la seconde.",
  },
  repeatUnreadable: {
    problem: "« {value} » ne dit pas comment la ligne se répète",
    remedy:
      "Écrivez par exemple « chaque semaine jusqu'au 2026-12-31 », « chaque jour 5 fois », ou une règle comme FREQ=WEEKLY;BYDAY=MO;COUNT=10.",
  },
  repeatEndless: {
    problem: "la répétition « {value} » n'a pas de fin",
    remedy:
      "Ajoutez une fin : « chaque semaine jusqu'au 2026-12-31 », « chaque semaine 10 fois », ou dans une règle COUNT=10 ou UNTIL=20261231.",
  },
  repeatNever: {
    problem: "la répétition « {value} » ne donne aucune publication",
    remedy: "Regardez sa fin et ses jours : aucun ne tombe à la date de la ligne ou après.",
  },
  repeatTooOften: {
    problem: "la répétition « {value} » donne plus de {most} publications",
    remedy: "Faites-la finir plus tôt, et écrivez une autre ligne pour la suite.",
  },
  repeatMakes: {
    problem: "la ligne se répète : {count} publications, la première {first}, la dernière {last}",
    remedy: "Rien à faire si c'est bien ce que vous voulez.",
  },
  zoneUnknown: {
    problem: "« {value} » n'est pas un fuseau horaire",
    remedy: "Écrivez un nom comme Europe/Paris, ou UTC ; laissez vide pour le fuseau par défaut.",
  },
  zoneMisspelt: { problem: "« {value} » n'est pas un fuseau horaire", remedy: "Écrivez {similar}." },
  latenessUnreadable: {
    problem: "« {value} » ne dit pas ce qu'il advient de la publication si elle est en retard",
    remedy: "Écrivez le retard permis, par exemple 2 h ou 1 j, ou ignorer, ou demander ; vide : 2 h.",
  },
  latenessTooLong: {
    problem: "« {value} » est un retard trop long",
    remedy: "Au plus 7 j. Si quelqu'un doit en décider, écrivez demander.",
  },
  approvalUnreadable: {
    problem: "« {value} » ne dit pas s'il faut une approbation",
    remedy: "Écrivez requise ou non ; laissez vide s'il n'en faut pas.",
  },
  approvalNeeded: {
    problem: "ne paraîtra que si quelqu'un l'approuve avant",
    remedy:
      "Faites-la approuver à temps : antenne calendar approve. Toute modification demande une nouvelle approbation.",
  },
  channelEmpty: { problem: "aucun canal n'est nommé", remedy: "Écrivez-en un ou plusieurs parmi : {choices}." },
  channelAmbiguous: {
    problem: "« {value} » peut désigner {count} canaux",
    remedy: "Écrivez lequel : {choices}.",
  },
  channelUnknown: {
    problem: "le canal « {value} » n'est pas configuré",
    remedy: "Écrivez l'un de : {choices}. Ou faites-le d'abord connecter.",
  },
  channelMisspelt: { problem: "le canal « {value} » n'est pas configuré", remedy: "Vouliez-vous dire {similar} ?" },
  groupUnknown: {
    problem: "« {value} » n'est ni un canal ni un groupe de canaux",
    remedy: "Écrivez l'un de : {choices}.",
  },
  groupMemberMissing: {
    problem: "le groupe « {value} » contient {member}, et ce canal n'est pas configuré",
    remedy: "Faites connecter le canal, ou retirer du groupe.",
  },
  channelSilent: {
    problem: "Antenne ne publie pas encore sur {network}",
    remedy: "Retirez ce canal de la ligne.",
  },
  postEmpty: { problem: "il n'y a rien à publier", remedy: "Remplissez texte, médias ou lien." },
  linkUnreadable: {
    problem: "« {value} » n'est pas une adresse web",
    remedy:
      "Écrivez une seule adresse entière qui commence par https://. Si c'est la fin du texte, mettez le texte entre guillemets droits : il contient le séparateur.",
  },
  linkWithoutScheme: {
    problem: "« {value} » n'est pas une adresse web",
    remedy: "Mettez https:// devant : {proposed}",
  },
  mediaMissing: {
    problem: "le fichier « {value} » n'est pas dans le dossier des médias",
    remedy: "Déposez-y le fichier, ou corrigez son nom, puis déposez de nouveau le calendrier.",
  },
  mediaAwaited: {
    problem: "le fichier « {value} » n'est pas encore dans le dossier des médias : la publication l'attend",
    remedy: "Déposez-le au plus tard une demi-heure avant l'heure prévue, ou corrigez son nom.",
  },
  mediaMisspelt: {
    problem: "le fichier « {value} » n'est pas dans le dossier des médias",
    remedy: "Écrivez « {similar} » : majuscules, minuscules et accents doivent être identiques.",
  },
  mediaKind: {
    problem: "le fichier « {value} » n'est ni une image ni une vidéo d'un type connu",
    remedy: "Prenez un fichier avec l'une de ces extensions : {extensions}.",
  },
  mediaDamaged: {
    problem: "le fichier « {value} » est abîmé ou incomplet",
    remedy: "Exportez-le de nouveau et déposez-le une nouvelle fois dans le dossier des médias.",
  },
  addressNotPublic: {
    problem: "« {value} » n'est pas une adresse qui commence par https:// et que tout le monde peut ouvrir",
    remedy: "Déposez le fichier dans le dossier des médias et écrivez son nom.",
  },
  addressNotFetched: {
    problem: "rien n'a pu être pris à l'adresse « {value} » : {why}",
    remedy:
      "Ouvrez l'adresse dans un navigateur pour voir ce qui s'y trouve, ou déposez le fichier dans le dossier des médias et écrivez son nom.",
  },
  mediaAdapted: {
    problem: "« {value} » est adaptée pour {network} : {how}",
    remedy: "Rien à faire ; l'original reste tel quel. Avec « aucun » dans la colonne cadrage rien n'est adapté.",
  },
  mediaAddress: {
    problem: "« {value} » est une adresse : c'est le fichier « {file} » du dossier des médias qui est pris",
    remedy: "Rien à faire si c'est bien celui-là.",
  },
  altTextSurplus: {
    problem: "texte_alternatif a {count} descriptions, mais médias nomme {files} fichiers",
    remedy: "Écrivez une description par fichier, séparées par | et dans le même ordre.",
  },
  quotaExceeded: {
    problem: "{whose} a {count} publications en {span}, mais son réseau en accepte {limit}",
    remedy: "Étalez-les : ce qui dépasse la limite attend, et partira peut-être en retard.",
  },
  quotaShared: {
    problem:
      "{whose} a {count} publications en {span}, dont {others} d'autres calendriers, mais son réseau en accepte {limit}",
    remedy:
      "Étalez-les, ou retirez-en d'un autre calendrier : ce qui dépasse la limite attend, et partira peut-être en retard.",
  },
  textSoonAgain: {
    problem: "le même texte part sur ce canal à moins de trois jours de la ligne {line}",
    remedy: "Rien à faire si c'est voulu. Sinon changez les mots, ou laissez plus de temps entre les deux.",
  },
  textElsewhere: {
    problem: "le même texte part sur {channel}, et ce réseau l'interdit d'un compte à l'autre",
    remedy: "Écrivez d'autres mots pour l'un des deux, sur une ligne à part.",
  },
  optionUnknown: {
    problem: "« {value} » n'est pas un mot de la colonne {column}",
    remedy: "Écrivez l'un de : {choices}.",
  },
  optionUnsupported: {
    problem: "{network} n'en veut pas : ce sera omis sur ce réseau",
    remedy: "Rien à faire, ou laissez la cellule vide pour ce réseau.",
  },
  threadUnsupported: {
    problem: "{network} n'a pas de fils : il y manquerait tout sauf le début",
    remedy: "Donnez à la colonne le nom d'un réseau qui en a, comme {column}_x, ou retirez ce canal.",
  },
};

export const FRENCH_WORDS: Words = {
  planned: "planifié",
  partlyPlanned: "planifié en partie",
  unchanged: "inchangé",
  changed: "modifié",
  alreadyPublished: "déjà publié",
  plannedElsewhere: "déjà planifié",
  notPublished: "non publié",
  rejected: "rejeté",
  cancelled: "annulé",
  notCancelled: "non annulé",
  cancelledWhy: "sa ligne n'est plus dans le fichier",
  cancelledRemedy: "Rien à faire. Pour la rétablir, recopiez sa ligne dans le calendrier, avec une heure à venir.",
  note: "Note : ",
  line: "ligne {line} : ",
  none: "(aucun n'est encore connecté)",
  adaptedJpeg: "un JPEG de {size}",
  adaptedPadded: "un JPEG avec des bandes, {size}",
  adaptedCropped: "un JPEG rogné à {size}",
  fetchNotFound: "il n'y a pas de fichier",
  fetchUnreachable: "le site ne le donne pas",
  fetchTooLarge: "le fichier pèse plus de 100 Mo",
  fetchTooSlow: "c'était trop long",
  fetchNoMedia: "ce n'est ni une image ni une vidéo",
  andMore: "{shown} et {count} autres",
};
