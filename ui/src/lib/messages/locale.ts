/** The language of the catalogue and of every number and date beside it. */
export const locale = "en-GB";
