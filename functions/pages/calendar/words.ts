import { inLanguages } from '../words/catalogue.ts';

/** Effects to come and acts past, by day. */
export const calendarWords = inLanguages({
  en: {
    title: 'What takes effect when',
    lead: 'Entries into force, withdrawals and changes for territories that acts already done make certain.',
    coming: 'To come',
    past: 'In the last twelve months',
    nothingComing: 'Nothing that is on record takes effect after today.',
    nothingPast: 'Nothing on record took effect in the last twelve months.',
    effects: { 'entry-into-force': 'Entry into force', withdrawal: 'Withdrawal takes effect' },
    cancelled: 'taken back from the record',
  },
  zh: {
    title: '何时生效',
    lead: '根据已作出的行为可以确定的条约生效、退出生效及领土适用的变化。',
    coming: '即将生效',
    past: '过去十二个月',
    nothingComing: '记录中没有今天以后生效的事项。',
    nothingPast: '过去十二个月内没有生效的事项。',
    effects: { 'entry-into-force': '生效', withdrawal: '退出生效' },
    cancelled: '已从记录中撤销',
  },
  fr: {
    title: 'Ce qui prend effet et quand',
    lead: 'Les entrées en vigueur, les retraits et les changements territoriaux que des actes déjà accomplis rendent certains.',
    coming: 'À venir',
    past: 'Au cours des douze derniers mois',
    nothingComing: 'Rien d’enregistré ne prend effet après aujourd’hui.',
    nothingPast: 'Rien d’enregistré n’a pris effet au cours des douze derniers mois.',
    effects: { 'entry-into-force': 'Entrée en vigueur', withdrawal: 'Prise d’effet du retrait' },
    cancelled: 'retiré des données',
  },
});
