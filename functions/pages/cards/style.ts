import type { Shown } from '../parts/mark.ts';

const ink = '#17191c';
const quiet = '#565b62';
const line = '#d5d1c9';

/** The style sheet's light colours, because whoever shows a card does not tell its reader's scheme. */
export const colours: Readonly<Record<Shown, string>> = {
  party: '#14558a',
  'contracting-state': '#4f93c4',
  signatory: '#b35c00',
  'no-action': '#6c7178',
  'former-party': '#8a2f5d',
  'not-looked-at': '#6c7178',
};

export const styleSheet = `
.card { display: flex; flex-direction: column; width: 100%; height: 100%; padding: 56px 80px 44px;
  background-color: #fff; color: ${ink}; border-top: 18px solid ${colours.party}; }
.main { display: flex; flex-direction: column; flex: 1 1 0; min-height: 0; overflow: hidden; }
.over { font-size: 36px; line-height: 1.25; color: ${quiet}; margin-bottom: 14px; line-clamp: 2; }
.title { font-size: 74px; line-height: 1.12; font-weight: 700; line-clamp: 2; text-overflow: ellipsis; }
.title.long { font-size: 48px; }
.text { font-size: 34px; line-height: 1.35; margin-top: 20px; line-clamp: 3; text-overflow: ellipsis; }
.lead { font-size: 46px; line-height: 1.3; margin-top: 34px; line-clamp: 4; }
.status { display: flex; align-items: center; margin-top: 40px; }
.status-mark { width: 66px; height: 66px; margin-right: 26px; }
.status-text { font-size: 60px; font-weight: 700; line-height: 1.1; }
.since { font-size: 40px; margin-top: 12px; }
.score { display: flex; align-items: center; margin-top: 22px; }
.score-number { font-size: 118px; line-height: 1.1; font-weight: 700; color: ${colours.party}; margin-right: 34px; flex-shrink: 0; }
.score-text { font-size: 34px; line-height: 1.3; flex-shrink: 1; line-clamp: 3; text-overflow: ellipsis; }
.legend { display: flex; flex-wrap: wrap; margin-top: 22px; }
.legend-item { display: flex; align-items: center; margin-right: 36px; margin-bottom: 6px; }
.legend-mark { width: 28px; height: 28px; margin-right: 11px; }
.legend-text { font-size: 30px; }
.legend-number { font-size: 30px; font-weight: 700; margin-left: 11px; }
.tiles { display: flex; flex-wrap: wrap; margin-top: 18px; }
.tile { border: 1px solid ${quiet}; background-color: #fff; }
.small .tile { width: 20px; height: 20px; margin: 0 4px 4px 0; }
.medium .tile { width: 47px; height: 38px; margin: 0 5px 5px 0; }
.large .tile { width: 80px; height: 44px; margin: 0 6px 6px 0; border-width: 2px; }
.tile-party { background-color: ${colours.party}; border-color: ${colours.party}; }
.tile-contracting-state { background-color: ${colours['contracting-state']}; border-color: ${colours.party}; }
.small .tile-signatory { border: 4px solid ${colours.signatory}; }
.medium .tile-signatory { border: 8px solid ${colours.signatory}; }
.large .tile-signatory { border: 9px solid ${colours.signatory}; }
.tile-former-party { border: 2px solid ${colours['former-party']}; }
.foot { display: flex; flex-shrink: 0; justify-content: space-between; font-size: 30px; color: ${quiet};
  border-top: 2px solid ${line}; padding-top: 18px; }
.name { font-weight: 700; color: ${ink}; }
${Object.entries(colours)
  .map(([shown, colour]) => `.is-${shown} { color: ${colour}; }`)
  .join('\n')}
`;
