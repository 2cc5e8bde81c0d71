import { column, count, day, type Table } from './column.ts';

const counts = [
  count('party', 'For how many it is in force'),
  count('contractingState', 'How many have consented, not yet in force'),
  count('signatory', 'How many are signed and no more'),
  count('noAction', 'For how many nothing is on record, where a source was read'),
  count('formerParty', 'How many were left'),
  count('notLookedAt', 'For how many no source was read'),
];

const document = [
  column('documentTitle', 'Document of the depositary'),
  column('documentUrl', 'Where it is found'),
  day('statusAsAt', 'The day that it speaks for'),
];

/** Tables of one page each. */
export const pageTables = {
  states: {
    about: 'The page of all States: how many instruments each has which status under.',
    key: ['state'],
    columns: [
      column('state', 'Code'),
      column('name', 'English name'),
      column('kind', 'state, organization or other'),
      column('group', 'Regional group of the United Nations'),
      ...counts,
    ],
  },
  treaties: {
    about: 'The page of all treaties: how many States have which status under each.',
    key: ['instrument'],
    columns: [
      column('instrument', 'Id'),
      column('title', 'English title'),
      column('depositaryName', 'Name of the depositary'),
      day('adoptedOn', 'Adoption'),
      ...counts,
    ],
  },
  documents: {
    about: 'The page of all documents that urge, with what became of their named calls.',
    key: ['source'],
    columns: [
      column('source', 'Id of the document'),
      column('title', 'Title'),
      column('author', 'Who wrote it'),
      column('addressee', 'To whom'),
      day('on', 'Its day'),
      column('symbol', 'Document symbol'),
      column('url', 'Where it is found'),
      column('states', 'States that it calls upon'),
      count('named', 'Calls that name an instrument'),
      count('heeded', 'Of these, heeded since'),
    ],
  },
  calls: {
    about: 'The page of a document: each call, and what became of it.',
    key: ['source', 'urging', 'state', 'instrument'],
    columns: [
      column('source', 'Id of the document'),
      column('urging', 'Id of the call within the document'),
      column('state', 'State that is called upon'),
      column('instrument', 'Instrument that the call is about'),
      column('kind', 'named, or implied by a class'),
      column('territory', 'Territory that the call is about'),
      column('paragraph', 'Where in the document'),
      column('wording', 'The words of the document'),
      column('response', 'What the State answered, where that is on record'),
      column('statusThen', 'Status on the document’s day'),
      column('statusNow', 'Status on the day that is asked about'),
      column('heeded', 'Whether the State has consented since', 'boolean'),
      column('heededByKind', 'Act by which it has'),
      day('heededByOn', 'Day of that act'),
      day('evidenceThrough', 'The last day that a source speaks for'),
    ],
  },
  changes: {
    about: 'The page of changes, the latest first: at most a thousand, from before=… on.',
    key: ['sequence'],
    columns: [
      count('sequence', 'Its place in the feed'),
      column('committedAt', 'When it was recorded', 'datetime'),
      column('type', 'Kind of change'),
      column('state', 'Code of the State'),
      column('instrument', 'Id of the instrument'),
      column('act', 'Kind of the act that was recorded'),
      day('doneOn', 'Day of that act'),
      column('statusFrom', 'Status before'),
      column('statusTo', 'Status after'),
      day('statusOn', 'Day of the change of status'),
      column('detail', 'What else is said of it'),
    ],
  },
  effects: {
    about: 'The calendar: what takes effect, and what has.',
    key: ['on', 'effect', 'state', 'instrument', 'territory', 'action'],
    columns: [
      day('on', 'The day of effect'),
      column('effect', 'entry-into-force, withdrawal, termination, automatic-denunciation or territorial'),
      column('state', 'Code of the State'),
      column('stateName', 'English name'),
      column('instrument', 'Id of the instrument'),
      column('title', 'English title of the instrument'),
      column('territory', 'Territory for which it applies or ceases to'),
      column('territoryStatus', 'Its status from that day on'),
      column('basis', 'stated by a source, or computed by the rule of the instrument'),
      column('action', 'Id of the act that has this effect'),
    ],
  },
  watched: {
    about: 'What was read when: each treaty’s document, and how the last look at it went.',
    key: ['instrument'],
    columns: [
      column('instrument', 'Id of the instrument'),
      column('title', 'English title of the instrument'),
      column('watching', 'read, failing, waiting, or by-person'),
      ...document,
      column('readAt', 'The last whole reading', 'datetime'),
      column('askedAt', 'The last look, whatever came of it', 'datetime'),
      column('dueAt', 'The next look', 'datetime'),
      column('failingSince', 'Since when looks fail', 'datetime'),
      column('failure', 'Why the last look failed'),
      count('rows', 'Participants that the document lists'),
      count('parties', 'Parties that it prints'),
      count('signatories', 'Signatories that it prints'),
    ],
  },
  proposals: {
    about: 'What was observed and is not on record: not confirmed.',
    key: ['proposal'],
    columns: [
      column('proposal', 'Id'),
      column('type', 'Kind of difference'),
      column('state', 'Code of the State'),
      column('participant', 'As the document prints it'),
      column('instrument', 'Id of the instrument'),
      column('kind', 'Act that the document shows'),
      column('on', 'Its day, or its year where the document gives no more'),
      column('summary', 'What is to be understood of it'),
      ...document,
      day('seenOn', 'The document was fetched'),
      column('openedAt', 'When it was first observed', 'datetime'),
    ],
  },
  found: {
    about: 'What a search found, the best first.',
    key: ['kind', 'id'],
    columns: [
      column('kind', 'instrument, state or source'),
      column('id', 'Id, or code of the State'),
      column('name', 'English name or title'),
      column('url', 'Its page'),
    ],
  },
} as const satisfies Record<string, Table>;

export const pageTableNames = Object.keys(pageTables) as (keyof typeof pageTables)[];
