/** `IV-4`, `IV-9-b`, `XI-A-16`, `III-2-7a`: a chapter, sometimes its part, a number and its suffixes. */
const shape = String.raw`[IVXL]{1,7}(?:-[A-Z])?-\d{1,3}(?:-[0-9a-z]{1,3})*`;

/** Reads the reference from an address: `…mtdsg_no=IV-4&…`, `…/Chapter%20IV/IV-5.en.pdf`. */
export function referenceInAddress(address: string): string | null {
  const parameter = new RegExp(`mtdsg_no[=-](${shape})(?![\\w-])`).exec(address.replaceAll('~', '-'));
  return (parameter ?? new RegExp(`/(${shape})\\.[a-z]{2}\\.(?:pdf|xml)`).exec(address))?.[1] ?? null;
}

/** Reads the reference from printed headings: `CHAPTER IV` and `9. b Optional Protocol …`. */
export function referenceInHeading(chapter: string, part: string, title: string): string | null {
  const roman = /\bCHAPTER ([IVXL]{1,7})\b/i.exec(chapter)?.[1]?.toUpperCase();
  const number = /^(\d{1,3})\.? ?(?:([0-9]{0,2}[a-z]{0,2})\b\.?(?= |$))?/.exec(title);
  if (!roman || !number) return null;
  const letter = /^([A-Z])\b/.exec(part)?.[1];
  return [roman, letter, number[1], number[2] || undefined].filter(Boolean).join('-');
}

/**
 * Whether two references may name one treaty. A page may omit the part of the chapter: `XI-16` agrees with
 * `XI-A-16`.
 */
export const agree = (one: string, other: string): boolean => withoutPart(one) === withoutPart(other);

const withoutPart = (reference: string): string => reference.replace(/^([IVXL]+)-[A-Z]-/, '$1-');

/** The Treaty Collection's page for a treaty. Without `src=TREATY` the site answers "page not found". */
export function treatyPage(reference: string): string | undefined {
  const roman = /^([IVXL]+)-/.exec(reference)?.[1];
  const chapter = roman && arabic(roman);
  return chapter
    ? `https://treaties.un.org/Pages/ViewDetails.aspx?src=TREATY&mtdsg_no=${reference}&chapter=${chapter}&clang=_en`
    : undefined;
}

const values: Record<string, number> = { I: 1, V: 5, X: 10, L: 50 };

const arabic = (roman: string): number =>
  [...roman].reduce((sum, letter, at) => {
    const value = values[letter] ?? 0;
    return sum + (value < (values[roman[at + 1] ?? ''] ?? 0) ? -value : value);
  }, 0);
