import { column, day, type Table } from './column.ts';
import { pageTables } from './page-columns.ts';

/** The tables of the record, each with the columns that identify a row, and all columns in order. */
export const tables = {
  participations: {
    about: 'Where each State stands under each instrument.',
    key: ['state', 'instrument'],
    columns: [
      column('state', 'ISO 3166-1 alpha-3, or the code of a participant that has none'),
      column('stateName', 'English name'),
      column('instrument', 'Id of the instrument'),
      column('title', 'English title of the instrument'),
      column('status', 'no-action, signatory, contracting-state, party or former-party'),
      column('lookedAt', 'Whether any source about the State has been read for this instrument', 'boolean'),
      day('since', 'The status is so since'),
      day('signedOn', 'Day of signature'),
      column('consentKind', 'Act by which it consented to be bound'),
      day('consentOn', 'Day of that act'),
      day('inForceOn', 'Entry into force for the State'),
      column('inForceBasis', 'stated by a source, or computed by the rule of the instrument'),
      day('withdrawalNotifiedOn', 'Notice of withdrawal'),
      day('withdrawalEffectiveOn', 'The withdrawal takes effect'),
      column('confidence', 'Tier of the weakest fact that the status rests on'),
      day('lastCheckedOn', 'A source was last looked at'),
      day('evidenceThrough', 'The last day that a source speaks for'),
      column('openActs', 'What the State could do next, and in brackets what that waits for'),
      column('territories', 'Each territory that is told apart, its status and since when'),
      column('urgedBy', 'Documents that call upon the State for it, and whether they name it'),
    ],
  },
  acts: {
    about: 'Every act that stands, as last corrected.',
    key: ['action'],
    columns: [
      column('action', 'Id of the act'),
      column('state', 'Code of the State'),
      column('instrument', 'Id of the instrument'),
      column('kind', 'Kind of act'),
      day('doneOn', 'Deposit, registration, signature or notification'),
      column('doneOnBasis', 'no-later-than where the exact day was not read'),
      day('effectiveOn', 'Effect, where a source states it'),
      column('territory', 'Territory that the act is about'),
      column('provision', 'Provision that the act is about'),
      column('refersTo', 'Act that this one withdraws, rescinds or objects to'),
      column('text', 'Text of the act, or a summary of it'),
      column('tier', 'Tier of its best source'),
      column('sources', 'Titles and addresses of its sources'),
      column('recordedAt', 'When it was recorded', 'datetime'),
    ],
  },
  instruments: {
    about: 'The instruments.',
    key: ['instrument'],
    columns: [
      column('instrument', 'Id'),
      column('title', 'English title'),
      column('shortNames', 'What people call it'),
      column('depositary', 'Id of the depositary'),
      column('depositaryName', 'Name of the depositary'),
      day('adoptedOn', 'Adoption'),
      day('openedForSignatureOn', 'Opened for signature'),
      day('inForceOn', 'Entry into force of the instrument'),
      column('parent', 'Instrument that it belongs to'),
      column('classes', 'Classes that it is in'),
      column('references', 'References, as scheme and value'),
    ],
  },
  participants: {
    about: 'States and other participants.',
    key: ['state'],
    columns: [
      column('state', 'Code'),
      column('name', 'English name'),
      column('kind', 'state, organization or other'),
      column('group', 'Regional group of the United Nations'),
      column('tracked', 'Whether anything is recorded of it', 'boolean'),
    ],
  },
  sources: {
    about: 'Calls of documents upon States.',
    key: ['source', 'urging'],
    columns: [
      column('source', 'Id of the document'),
      column('title', 'Title of the document'),
      column('author', 'Who wrote it'),
      day('on', 'Its day'),
      column('urging', 'Id of the call within the document'),
      column('state', 'State that is called upon'),
      column('kind', 'named, or implied by a class'),
      column('instrument', 'Instrument that is named'),
      column('class', 'Class that is left open'),
      column('territory', 'Territory that the call is about'),
      column('paragraph', 'Where in the document'),
      column('wording', 'The words of the document'),
    ],
  },
} as const satisfies Record<string, Table>;

export type TableName = keyof typeof tables;

export const tableNames = Object.keys(tables) as TableName[];

/** A table of the whole record, or of one page. */
export type AnyTable = TableName | keyof typeof pageTables;

export const allTables: Readonly<Record<AnyTable, Table>> = { ...tables, ...pageTables };

export const namesOf = (table: AnyTable): string[] => allTables[table].columns.map(({ name }) => name);

export const isTable = (name: string): name is TableName => Object.hasOwn(tables, name);
