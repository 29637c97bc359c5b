/**
 * The same text in memory of its own. What is cut out of a block of a file keeps the whole block alive, and of a log's
 * ids there may be millions.
 */
export const ownText = (text: string): string => JSON.parse(JSON.stringify(text)) as string;
