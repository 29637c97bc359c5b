import type { Columns } from '../log/log-fields.js';
import { createLineCollector, type LogMeaning } from './collect-lines.js';
import { createLogBuilder, type DataSet } from './data-set.js';
import { oddEvents } from './odd-events.js';
import { oddValues } from './odd-values.js';
import { refuseEmpty } from './refuse-empty.js';
import { type LogFacts, logFacts } from './log-facts.js';
import { type Finding, findingText, logFindings } from './log-findings.js';
import type { Refused } from './refusals.js';

export interface CollectedLog {
  data: DataSet;
  lines: number;
  refused: Refused[];
  /** Valid lines that are not about a product (page views, say), by action name. */
  ignored: Record<string, number>;
  /** How files were read, and what of the log is unusual: sentences. */
  notes: string[];
  /** What is unusual, apart from its words; each is a note too. */
  findings: Finding[];
  facts: LogFacts;
  /** The id of each shopper of the data set, where they are kept. */
  shopperIds?: readonly string[];
}

/** The embeddings that a file added to a log. */
export interface AddedEmbeddings {
  length: number;
  /** Items of the log that have one now, and vectors for items that are not in the log. */
  given: number;
  others: number;
}

/** A log, the columns it was read by and the embeddings added to it. */
export interface LoadedLog extends CollectedLog {
  columns: Columns;
  embeddings?: AddedEmbeddings;
}

/** Builds a data set from the lines of logs, wherever they are read from. */
export function createCollector(meaning: LogMeaning) {
  const builder = createLogBuilder({ leaveOutRobots: !meaning.keepRobots });
  const collector = createLineCollector(meaning, builder);
  return {
    ...collector,
    /**
     * @throws PredictorError NO_DATA where there is nothing to learn from, BAD_LOG where too many lines were
     * refused.
     */
    finish(): CollectedLog & { columns: Columns } {
      const { ignoredLines, oddTimes, ...read } = collector.finish();
      const data = builder.finish();
      const notes = [...read.notes, ...builder.notes(), ...oddTimes];
      const { events, itemIds, sessions } = data;
      const facts = logFacts(data, builder.facts());
      const counts = { events, items: itemIds, sessions, shoppers: facts.shoppers };
      const isOrders = facts.bought === 1;
      const odd = [...oddEvents(data, facts), ...oddValues(data, builder.shopperIds())];
      const findings = logFindings(data, facts, read.lines, ignoredLines);
      const shared = findings.filter(({ code }) => code === 'shared-sessions').map(findingText);
      refuseEmpty({ ...counts, isOrders }, [...shared, ...notes], meaning.toPredict);
      return {
        ...read,
        data,
        notes: [...notes, ...odd, ...findings.map(findingText)],
        findings,
        facts,
        ...(meaning.toPredict ? { shopperIds: builder.shopperIds() } : {}),
      };
    },
  };
}
