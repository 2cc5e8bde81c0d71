import type { ChangeType } from '../../core/record/change.ts';
import { inLanguages } from '../words/catalogue.ts';

type ChangeWords = {
  title: string;
  lead: string;
  feedTitle: string;
  types: Record<ChangeType, string>;
  what: string;
  recorded: string;
  state: string;
  treaty: string;
  type: string;
  older: string;
  none: string;
  moved: (from: string, to: string) => string;
  number: string;
};

export const changeWords = inLanguages<ChangeWords>({
  en: {
    title: 'What changed',
    lead: 'Every change of the record, the latest first. Nothing is edited: a correction is a change of its own.',
    feedTitle: 'Changes of the treaty record',
    types: {
      'treaty.action.recorded': 'Act recorded',
      'treaty.action.corrected': 'Act corrected',
      'treaty.action.retracted': 'Act taken back',
      'treaty.status.changed': 'Status changed',
      'instrument.added': 'Treaty added',
      'instrument.updated': 'Treaty revised',
      'urging.recorded': 'Document recorded',
      'dataset.imported': 'Data imported',
      'proposal.opened': 'Difference observed',
      'proposal.closed': 'Observed difference decided',
    },
    what: 'What',
    recorded: 'Recorded',
    state: 'State',
    treaty: 'Treaty',
    type: 'Kind of change',
    older: 'Older changes',
    none: 'No change fits.',
    moved: (from, to) => `${from} → ${to}`,
    number: 'No.',
  },
  zh: {
    title: '变动',
    lead: '记录的每一项变动，最新在前。记录从不改写：更正本身就是一项变动。',
    feedTitle: '条约记录的变动',
    types: {
      'treaty.action.recorded': '新增行为',
      'treaty.action.corrected': '更正行为',
      'treaty.action.retracted': '撤销行为',
      'treaty.status.changed': '状态改变',
      'instrument.added': '新增条约',
      'instrument.updated': '修订条约信息',
      'urging.recorded': '新增文件',
      'dataset.imported': '导入数据',
      'proposal.opened': '观察到差异',
      'proposal.closed': '已就差异作出决定',
    },
    what: '内容',
    recorded: '记录时间',
    state: '国家',
    treaty: '条约',
    type: '变动类别',
    older: '更早的变动',
    none: '没有符合条件的变动。',
    moved: (from, to) => `${from} → ${to}`,
    number: '序号',
  },
  fr: {
    title: 'Ce qui a changé',
    lead: 'Chaque changement des données, du plus récent au plus ancien. Rien n’est réécrit : une correction est elle-même un changement.',
    feedTitle: 'Changements des données sur les traités',
    types: {
      'treaty.action.recorded': 'Acte enregistré',
      'treaty.action.corrected': 'Acte corrigé',
      'treaty.action.retracted': 'Acte retiré',
      'treaty.status.changed': 'Statut modifié',
      'instrument.added': 'Traité ajouté',
      'instrument.updated': 'Traité révisé',
      'urging.recorded': 'Document enregistré',
      'dataset.imported': 'Données importées',
      'proposal.opened': 'Différence observée',
      'proposal.closed': 'Différence observée tranchée',
    },
    what: 'Quoi',
    recorded: 'Enregistré',
    state: 'État',
    treaty: 'Traité',
    type: 'Nature du changement',
    older: 'Changements antérieurs',
    none: 'Aucun changement ne correspond.',
    moved: (from, to) => `${from} → ${to}`,
    number: 'Nº',
  },
});
