import type { Status, TerritoryStatus, Tier } from '../../core/vocabulary.ts';
import { inLanguages } from './catalogue.ts';

type StatusWords = {
  /** The mark's label in a table cell. */
  label: Record<Status | 'not-looked-at', string>;
  /** The meaning of the status, in a sentence. */
  meaning: Record<Status | 'not-looked-at', string>;
  territory: Record<TerritoryStatus, string>;
  tier: Record<Tier, string>;
  tierMeaning: Record<Tier, string>;
};

export const statusWords = inLanguages<StatusWords>({
  en: {
    label: {
      'no-action': 'No action',
      signatory: 'Signatory',
      'contracting-state': 'Contracting State',
      party: 'Party',
      'former-party': 'Former party',
      'not-looked-at': 'Not looked at',
    },
    meaning: {
      'no-action': 'The State has neither signed the treaty nor consented to be bound by it.',
      signatory:
        'The State has signed but has not consented to be bound. It must refrain from acts that would defeat the object and purpose of the treaty (Vienna Convention, article 18).',
      'contracting-state':
        'The State has consented to be bound, and the treaty is not yet in force for it (Vienna Convention, article 2(1)(f)).',
      party:
        'The State has consented to be bound and the treaty is in force for it (Vienna Convention, article 2(1)(g)).',
      'former-party':
        'The State was a party and is no longer: its withdrawal has taken effect, or the treaty has ended.',
      'not-looked-at':
        'No source about this State has been read for this treaty. That does not mean that it has done nothing.',
    },
    territory: {
      applies: 'Applies',
      excluded: 'Excluded',
      'not-extended': 'Not extended',
      unknown: 'Not known',
    },
    tier: {
      primary: 'depositary',
      official: 'official',
      secondary: 'secondary',
      unverified: 'unverified',
    },
    tierMeaning: {
      primary: 'The depositary’s own document, or that of the body itself.',
      official: 'Another official body’s document.',
      secondary: 'A copy, or somebody else’s account.',
      unverified: 'Nobody has read a source for it yet.',
    },
  },
  zh: {
    label: {
      'no-action': '未采取行动',
      signatory: '签署国',
      'contracting-state': '已同意受约束，尚未生效',
      party: '缔约国',
      'former-party': '前缔约国',
      'not-looked-at': '未查阅',
    },
    meaning: {
      'no-action': '该国既未签署条约，也未表示同意受其约束。',
      signatory:
        '该国已签署但尚未同意受约束。该国有义务不采取任何足以妨碍条约目的及宗旨的行动（《维也纳条约法公约》第十八条）。',
      'contracting-state':
        '该国已同意受条约约束，但条约尚未对其生效（《维也纳条约法公约》第二条第一款（己）项）。',
      party:
        '该国已同意受条约约束，且条约已对其生效（《维也纳条约法公约》第二条第一款（庚）项称之为“当事国”）。',
      'former-party': '该国曾为缔约国，但其退出已经生效，或条约已经终止。',
      'not-looked-at': '尚未就该条约查阅过关于该国的任何来源；这并不表示该国未采取行动。',
    },
    territory: {
      applies: '适用',
      excluded: '排除适用',
      'not-extended': '未延伸适用',
      unknown: '不详',
    },
    tier: { primary: '保管机关', official: '官方', secondary: '二手', unverified: '未核实' },
    tierMeaning: {
      primary: '保管机关本身的文件，或有关机构自己的文件。',
      official: '其他官方机构的文件。',
      secondary: '副本，或他人的叙述。',
      unverified: '尚未有人查阅其来源。',
    },
  },
  fr: {
    label: {
      'no-action': 'Aucun acte',
      signatory: 'Signataire',
      'contracting-state': 'État contractant',
      party: 'État partie',
      'former-party': 'Ancien État partie',
      'not-looked-at': 'Non consulté',
    },
    meaning: {
      'no-action': 'L’État n’a ni signé le traité ni consenti à être lié par lui.',
      signatory:
        'L’État a signé mais n’a pas consenti à être lié. Il doit s’abstenir d’actes qui priveraient le traité de son objet et de son but (Convention de Vienne, article 18).',
      'contracting-state':
        'L’État a consenti à être lié et le traité n’est pas encore en vigueur à son égard (Convention de Vienne, article 2, paragraphe 1 f)).',
      party:
        'L’État a consenti à être lié et le traité est en vigueur à son égard (Convention de Vienne, article 2, paragraphe 1 g)).',
      'former-party':
        'L’État était partie et ne l’est plus : son retrait a pris effet, ou le traité a pris fin.',
      'not-looked-at':
        'Aucune source concernant cet État n’a été consultée pour ce traité. Cela ne veut pas dire qu’il n’a rien fait.',
    },
    territory: {
      applies: 'S’applique',
      excluded: 'Exclu',
      'not-extended': 'Non étendu',
      unknown: 'Non connu',
    },
    tier: {
      primary: 'dépositaire',
      official: 'officielle',
      secondary: 'secondaire',
      unverified: 'non vérifiée',
    },
    tierMeaning: {
      primary: 'Document du dépositaire lui-même, ou de l’organe concerné.',
      official: 'Document d’un autre organisme officiel.',
      secondary: 'Une copie, ou le récit d’un tiers.',
      unverified: 'Personne n’a encore consulté de source.',
    },
  },
});
