import { groupOf } from '../places/groups.ts';

/** States that are shown side by side at most. */
export const mostCompared = 20;

/** Of the Security Council. */
export const permanentMembers = ['CHN', 'FRA', 'RUS', 'GBR', 'USA'] as const;

/** As far as every account agrees. */
export const brics = ['BRA', 'RUS', 'IND', 'CHN', 'ZAF', 'EGY', 'ETH', 'IRN', 'ARE', 'IDN'] as const;

/** Members of the Human Rights Council in 2026, as the General Assembly elected them in 2023, 2024 and 2025: 47. */
const council =
  `AGO BEN BDI COD CIV EGY ETH GMB GHA KEN MWI MUS ZAF CHN CYP IND IDN IRQ JPN KWT MHL PAK QAT KOR THA VNM
  ALB BGR CZE EST MKD SVN BOL BRA CHL COL CUB DOM ECU MEX FRA ISL ITA NLD ESP CHE GBR`.split(/\s+/);

/** Those of its regional group that sit on the Council beside a State. */
export const neighboursOnCouncil = (code: string): string[] =>
  council.filter((one) => one !== code && groupOf(one) === groupOf(code));
