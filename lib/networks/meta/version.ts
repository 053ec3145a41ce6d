/**
 * The Graph API version that every call names. Meta keeps a version for about two years.
 *
 * @see https://developers.facebook.com/docs/graph-api/changelog
 */
export const GRAPH_VERSION = "v26.0";

export const GRAPH_ORIGIN = "https://graph.facebook.com";
