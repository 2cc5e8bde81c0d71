import type { Instrument } from '../../core/instrument.ts';
import type { Source } from '../../core/source.ts';
import type { State } from '../../core/state.ts';
import type { Row } from '../../core/tables/row.ts';
import { groupOf } from '../places/groups.ts';

export const instrumentRow = (of: Instrument): Row => ({
  instrument: of.id,
  title: of.title,
  shortNames: of.shortNames.join('; '),
  depositary: of.depositary,
  depositaryName: of.depositaryName,
  adoptedOn: of.adoptedOn,
  openedForSignatureOn: of.openedForSignatureOn,
  inForceOn: of.inForceOn,
  parent: of.parent,
  classes: of.classes.join('; '),
  references: of.references.map(({ scheme, value }) => `${scheme} ${value}`).join('; '),
});

export const participantRow = ({ code, name, kind, tracked }: State): Row => ({
  state: code,
  name,
  kind,
  group: groupOf(code),
  tracked,
});

export const sourceRows = ({ id, title, author, on, urgings }: Source): Row[] =>
  urgings.map((urging) => ({
    source: id,
    title,
    author,
    on,
    urging: urging.id,
    state: urging.state,
    kind: urging.kind,
    instrument: urging.kind === 'named' ? urging.instrument : null,
    class: urging.kind === 'implied' ? urging.class : null,
    territory: urging.territory,
    paragraph: urging.paragraph,
    wording: urging.wording,
  }));
