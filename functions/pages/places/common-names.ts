import { languages, localeOf } from '../asking/language.ts';
import { alpha2Of } from './alpha2.ts';

/** Other names of a participant or territory, in any language: `UK`, `美国`, `Zaire`. */
export function commonNamesOf(code: string): readonly string[] {
  const known = found.get(code) ?? [...new Set([...regionsOf(code), ...(others[code] ?? [])])];
  found.set(code, known);
  return known;
}

const found = new Map<string, readonly string[]>();

/**
 * The region's names in each language. Initials with points are left out, because the French ones of the
 * United States would match "EU".
 */
function regionsOf(code: string): string[] {
  const alpha2 = alpha2Of(code);
  const names = alpha2 ? inEveryStyle().flatMap((regions) => regions.of(alpha2) ?? []) : [];
  return names.filter((name) => !name.includes('.'));
}

let made: Intl.DisplayNames[] | undefined;

function inEveryStyle(): Intl.DisplayNames[] {
  made ??= languages.flatMap((language) =>
    (['long', 'short'] as const).map(
      (style) => new Intl.DisplayNames(localeOf[language], { type: 'region', style, fallback: 'none' }),
    ),
  );
  return made;
}

/** Names that `Intl` does not know, mostly former ones. */
const others: Readonly<Record<string, readonly string[]>> = {
  BEN: ['Dahomey', '达荷美'],
  BFA: ['Upper Volta', 'Haute-Volta', '上沃尔特'],
  BLR: ['Byelorussia', 'Biélorussie'],
  CIV: ['Ivory Coast', '象牙海岸'],
  COD: ['Zaire', 'Zaïre', 'DRC', 'RDC', '扎伊尔', '民主刚果'],
  COG: ['Congo-Brazzaville'],
  EUU: ['EU', 'UE'],
  GBR: ['Britain', 'Great Britain', 'Grande-Bretagne'],
  IRN: ['Persia', 'Perse', '波斯'],
  KHM: ['Kampuchea'],
  KOR: ['ROK', '南韩'],
  LBY: ['Libyan Arab Jamahiriya', 'Jamahiriya arabe libyenne'],
  LKA: ['Ceylon', 'Ceylan', '锡兰'],
  MKD: ['FYROM', 'Macedonia', 'Macédoine'],
  MMR: ['Burma', 'Birmanie'],
  NLD: ['Holland', 'Hollande'],
  PRK: ['DPRK', 'RPDC', '北韩'],
  RUS: ['USSR', 'Soviet Union', 'URSS', 'Union soviétique', '苏联'],
  THA: ['Siam', '暹罗'],
  TLS: ['East Timor'],
  VAT: ['Vatican', '梵蒂冈'],
  WSM: ['Western Samoa'],
  ZWE: ['Southern Rhodesia', 'Rhodesia', 'Rhodésie'],
};
